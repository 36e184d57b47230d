const space = (message: string) => `urn:iso:std:iso:20022:tech:xsd:${message}` as const;

/** The namespaces of the messages this factor takes and answers with. */
export const namespaces = {
  financingRequest: space('tsin.001.001.01'),
  financingStatus: space('tsin.002.001.01'),
  cancellation: space('tsin.003.001.01'),
  assignmentRequest: space('tsin.006.001.01'),
  assignmentStatus: space('tsin.007.001.01'),
  notice: space('tsin.008.001.01'),
  acknowledgement: space('tsin.013.001.01'),
  problem: 'urn:ietf:rfc:7807',
  /** What the schema has no place for and the profile adds in `PrtryDtls`. */
  profile: 'urn:iso20022-factor:profile:1',
} as const;

/** Over HTTPS: our own published profile. */
export const paths = {
  messages: '/v1/messages',
  status: (reference: string) => `/v1/status?reference=${encodeURIComponent(reference)}`,
  acknowledgement: (reference: string) =>
    `/v1/acknowledgement?reference=${encodeURIComponent(reference)}`,
} as const;

export const contentType = 'application/xml; charset=utf-8';
