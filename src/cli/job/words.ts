import { locale } from '../text.ts';

/** What `cedent demo` says while it works, in the terminal's language. */
export function tell(code: WordCode, params: Record<string, string | number> = {}): string {
  return words[locale][code].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

const en = {
  production: 'cedent demo needs the demo: unset CEDENT_MODE and OIDC_ISSUER.',
  other_books:
    'The books in DATA_DIR are kept in {kept}; this ledger is in {currency}. Unset DATA_DIR, or name an empty folder.',
  books_kept:
    '{folder} has books already, and the story begins on its first day. Unset DATA_DIR, or name an empty folder.',
  look_around: 'Its books are in {folder}. To look around in them: DATA_DIR={folder} npm start',
  keep_folder: 'To keep its books and look around in them, set DATA_DIR to an empty folder.',
  starting: 'Starting PostgreSQL, the queue, the web server and the partners',
  reading: 'Reading {file}',
  read: 'Taken: {count} open items of {debtors} debtors; left out: {rejected} rows',
  contradicting: 'Changed due dates or references: {count}; the first ones stay',
  rejected_file: 'Rows to look at, each with what is wrong and what to do: {file}',
  total: '  {count} items, face {face}, open {open}',
  nothing_taken: 'No row of {file} could be taken. Nothing was requested.',
  rates: 'Rates used only to show other currencies (illustrative): {rates}',
  rate_missing:
    'The ledger also has items in {currency}, and the demo knows no rate for it. Leave them out of the file.',
  selecting: 'Selecting as of {asOf}',
  gross: '  Open receivables',
  held: '  − Held back (advance rate {rate})',
  over_limit: '  − Beyond the facility limit',
  used: '  − Already drawn',
  available: '  Available',
  nothing_eligible:
    'No receivable can be financed as of {asOf}: see above which rule excludes what. Nothing was requested.',
  shortfall: 'Only {cash} of the {need} wanted can be raised; the job goes on with that.',
  most: 'The request takes the {count} largest of {all} eligible receivables.',
  one_seller: 'One request has one seller: this one is for {seller}.',
  set_aside: 'Set aside, they resemble another receivable and wait for a person: {numbers}',
  drafted: '{name} drafted request {number}: {count} receivables, advance {amount}',
  submitted: '{name} submitted it; fingerprint {hash}',
  approved: '{name} approved exactly that, as the second person',
  document: 'Document: {file} ({pages} pages)',
  sent: 'The factor took the schedule: {reference}',
  answers: 'The factor answered each line: {funded} funded ({amount}), {declined} declined',
  declined: '  declined {number}: {reason} ({detail})',
  declined_more: '  … and {count} more',
  statement: 'Bank statement (camt.053) with {amount} read by {name}: {file}',
  done: 'Request {number}: {status}. Advance received: {amount}',
  due: 'Due from the factor after the bank entry: {amount}',
  folder: 'Everything is in {folder}',
  not_funded: 'Request {number} ended {status}: {detail}',
  too_long: 'Request {number} is still {status} after {seconds} seconds: {detail}',
} as const;

type WordCode = keyof typeof en;

const zhCN: Record<WordCode, string> = {
  production: 'cedent demo 需要演示模式：请取消 CEDENT_MODE 与 OIDC_ISSUER。',
  other_books:
    'DATA_DIR 中的账簿以 {kept} 记账，而此账为 {currency}。请取消 DATA_DIR，或指定一个空目录。',
  books_kept: '{folder} 中已有账簿，而故事从第一天开始。请取消 DATA_DIR，或指定一个空目录。',
  look_around: '账簿在 {folder}。查看请运行：DATA_DIR={folder} npm start',
  keep_folder: '若要保留账簿并查看，请将 DATA_DIR 设为一个空目录。',
  starting: '正在启动 PostgreSQL、队列、网页服务与合作机构',
  reading: '正在读取 {file}',
  read: '已接受：{debtors} 家债务人的 {count} 笔未结项目；未接受：{rejected} 行',
  contradicting: '到期日或参照号有变：{count} 处，保留最初的值',
  rejected_file: '需要处理的行、原因及办法：{file}',
  total: '  {count} 笔，票面 {face}，未结 {open}',
  nothing_taken: '{file} 没有任何一行可以接受，未提出申请。',
  rates: '仅为显示其他货币而使用的汇率（示意）：{rates}',
  rate_missing: '账中还有 {currency} 项目，而演示没有其汇率。请从文件中去掉这些项目。',
  selecting: '正在按 {asOf} 筛选',
  gross: '  未结应收账款',
  held: '  − 预留（融资比例 {rate}）',
  over_limit: '  − 超出额度',
  used: '  − 已提用',
  available: '  可用额',
  nothing_eligible: '按 {asOf} 没有可融资的应收账款：各规则剔除了什么见上表。未提出申请。',
  shortfall: '所需 {need} 中只能筹得 {cash}，按此继续。',
  most: '申请取 {all} 笔合格账款中最大的 {count} 笔。',
  one_seller: '一份申请只有一家卖方：此份为 {seller}。',
  set_aside: '已搁置，与另一账款相似，待人工核对：{numbers}',
  drafted: '{name} 起草了申请 {number}：{count} 笔账款，预付 {amount}',
  submitted: '{name} 已提交；指纹 {hash}',
  approved: '{name} 作为第二人批准了这一内容',
  document: '文件：{file}（{pages} 页）',
  sent: '保理商已收到清单：{reference}',
  answers: '保理商逐笔答复：{funded} 笔放款（{amount}），{declined} 笔拒绝',
  declined: '  拒绝 {number}：{reason}（{detail}）',
  declined_more: '  ……另有 {count} 笔',
  statement: '{name} 读入了含 {amount} 的银行对账单（camt.053）：{file}',
  done: '申请 {number}：{status}。已收预付款：{amount}',
  due: '入账后应收保理商余额：{amount}',
  folder: '全部结果在 {folder}',
  not_funded: '申请 {number} 的结果为{status}：{detail}',
  too_long: '{seconds} 秒后申请 {number} 仍为{status}：{detail}',
};

const words: Record<'en' | 'zh-CN', Record<WordCode, string>> = { en, 'zh-CN': zhCN };
