/** Our own identification of a message of ours, as its bytes bear it: the answers name it. */
export function messageIdOf(body: string): string | undefined {
  const id = /<(?:GrpId|CxlReqId><Id|(?:Assgnmt|Ntfctn)List><Idr)>([^<]+)</.exec(body)?.[1];
  return id
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** By what we identify the cancellation of a request. */
export function cancellationId(number: string): string {
  return `C-${number}`;
}
