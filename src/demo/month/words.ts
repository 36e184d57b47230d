import type { Locale } from '../../core/wording/catalogue.ts';

/** What the month's story says as it goes on, in the reader's language. */
export function sentence(
  locale: Locale,
  code: SentenceCode,
  params: Record<string, string | number> = {},
): string {
  return sentences[locale][code].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(params[name] ?? ''),
  );
}

const en = {
  day: '\n{day}',
  ledger:
    'The ledger comes in: {count} open invoices of {debtors} debtors. The insurer’s decisions are in the cover book.',
  raised:
    '{facility}: request {number} asks {funder} for {amount} (receivables: {count}). One person drafted it, another approved it, and it is sent.',
  left: '{facility}: request {number} is drafted, and nobody submits it.',
  answered: '{funder} answers {number}: {amount}, for {funded} of the {count} receivables.',
  declined: '  It declines {invoice} of {debtor}: {detail}',
  statement:
    'The bank’s statement of {account} comes in; every entry of it ({count}) is explained.',
  advance_received:
    '  {amount} is the advance of {number}, and clears what was due from the funder.',
  cancel_asked:
    'Treasury no longer wants {number}: the funder is asked to forget it before it pays.',
  cancelled: '{funder} has forgotten {number}; what it held is free again (receivables: {count}).',
  disputed: '{debtor} disputes {invoice}; the factor notes it, and the ledger says so too.',
  credited:
    'Credit note {credit} of {amount} came with the ledger and followed its invoice {invoice} to the factor.',
  paid: '{debtor} paid {invoice}: {charges} of charges, and the rest, {rebate}, is the seller’s. Closed to the cent.',
  short:
    '{debtor} deducted {deducted} from {invoice} and paid what is left. Charges {charges}, rest {rebate}. Closed to the cent.',
  swept:
    '{debtor} paid {invoice} to the bank, which took the {drawn} drawn on it. It is pledged no longer.',
  agreed: '{debtor} no longer disputes {invoice}, and has paid it. Closed to the cent.',
  contradicted:
    'The factor repeats a booking on {invoice} with another amount. Nothing is booked of it: finance is asked.',
  dismissed:
    'Finance has looked at it and dismissed it, with the reason. Nothing else is in question.',
  misdirected:
    '{debtor} paid {amount} for {invoice} to the seller by mistake: it belongs to the factor.',
  passed_on: 'The seller passed it on, the factor confirms it. {invoice} is closed to the cent.',
  recourse: '{debtor} refuses the goods of {invoice}: {funder} demands recourse.',
  repurchased: 'The seller takes {invoice} back and pays {price} for it. It may be placed again.',
  expired:
    '{number} was never approved: after {days} days it ended by itself, and its receivables are free.',
  month_over: 'A month’s end has passed: the funders have booked their fees and interest.',
  charges_paid:
    'The bank takes its charges on the line, {amount}, from the firm’s account: nothing of them is owed any more.',
  account_sent:
    '{funder} sends its account: {count} bookings, all known already. It opens with {opening}, closes with {closing}, and follows the one before.',
  reconciled:
    'Every side says the same to the cent, and all {count} charges are what their agreements give.',
  revalued:
    'Finance revalues {month} (journals: {journals}), closes it, and exports the books (journals: {exported}); debit equals credit.',
  summary: '\nAfter a month',
  facility: '{facility} ({funder})',
  facility_line:
    '  financed {financed} · paid by debtors {paid} · charged {charges} · closed {closed}, still held {held}',
  held_by_rules:
    'At every step the books balanced in each currency, every closed receivable came to its face, and no receivable was with two funders.',
} as const;
export type SentenceCode = keyof typeof en;

const zhCN: Record<SentenceCode, string> = {
  day: '\n{day}',
  ledger: '账簿读入：{debtors} 家债务人的 {count} 张未结发票。保险人的限额决定已记入承保簿。',
  raised:
    '{facility}：申请 {number} 以 {count} 笔应收账款向 {funder} 申请 {amount}。一人起草，另一人批准，现已发出。',
  left: '{facility}：申请 {number} 已起草，但无人提交。',
  answered: '{funder} 答复 {number}：{count} 笔应收账款中 {funded} 笔放款，共 {amount}。',
  declined: '  拒绝 {invoice}（{debtor}）：{detail}',
  statement: '读入 {account} 的银行对账单，共 {count} 笔，均已核明。',
  advance_received: '  {amount} 是 {number} 的预付款，结清了应收资金方的款项。',
  cancel_asked: '财资部不再需要 {number}：请资金方在付款前撤销。',
  cancelled: '{funder} 已撤销 {number}；其 {count} 笔应收账款重新可用。',
  disputed: '{invoice}（{debtor}）有争议；保理商已记录，账簿亦已注明。',
  credited: '金额 {amount} 的贷项通知单 {credit} 随账簿而来，已跟随其发票 {invoice} 告知保理商。',
  paid: '{invoice}（{debtor}）已付清：费用 {charges}，余款 {rebate} 归卖方。分毫不差，已结清。',
  short:
    '{invoice}（{debtor}）扣减 {deducted} 后付清：费用 {charges}，余款 {rebate}。分毫不差，已结清。',
  swept: '{invoice}（{debtor}）已向银行付清，银行扣还其项下提款 {drawn}。质押解除。',
  agreed: '{invoice}（{debtor}）的争议已撤回，款项已付。分毫不差，已结清。',
  contradicted: '保理商就 {invoice} 重复了一笔记账，金额却不同。不予入账，交由财务判断。',
  dismissed: '财务核查后予以驳回，并写明理由。再无存疑事项。',
  misdirected: '{invoice}（{debtor}）的 {amount} 误付给了卖方，此款应归保理商。',
  passed_on: '卖方已转付，保理商已确认。{invoice} 分毫不差，已结清。',
  recourse: '{invoice}（{debtor}）项下货物被拒收：{funder} 要求追索。',
  repurchased: '卖方回购 {invoice}，支付 {price}。该账款可再次融资。',
  expired: '{number} 一直未获批准：{days} 天后自动失效，其应收账款重新可用。',
  month_over: '已过月末：各资金方已记入费用与利息。',
  charges_paid: '银行从公司账户扣收授信费用与利息 {amount}，至此不再欠付。',
  account_sent:
    '{funder} 寄来对账单：{count} 笔变动均已知悉；期初 {opening}，期末 {closing}，与上一份衔接。',
  reconciled: '各方金额分毫不差；{count} 项收费均与协议相符。',
  revalued:
    '财务对 {month} 重估汇兑（{journals} 张凭证）并结账，导出账簿：{exported} 张凭证，借贷相等。',
  summary: '\n一个月之后',
  facility: '{facility}（{funder}）',
  facility_line:
    '  融资 {financed} · 债务人已付 {paid} · 费用 {charges} · 已结清 {closed} 笔，仍持有 {held} 笔',
  held_by_rules:
    '每一步，各币种账簿均平衡，每笔已结清账款都与票面相符，没有一笔账款同时在两家资金方。',
};

const sentences: Record<Locale, Record<SentenceCode, string>> = { en, 'zh-CN': zhCN };
