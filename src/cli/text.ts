import { readLanguage } from '../config.ts';

export const locale = readLanguage();

/** A sentence of the command line in the terminal's language, its `{names}` filled in. */
export function say(code: TextCode, params: Record<string, string | number> = {}): string {
  return texts[locale][code].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

const en = {
  option_unknown: 'There is no option {option}.',
  option_missing: 'The option {option} is missing.',
  option_twice: 'The option {option} is given twice; give it once.',
  option_conflict: 'Give either {one} or {other}, not both.',
  option_one_of: 'Give {one} or {other}.',
  option_value: '{option} needs a value.',
  argument_unexpected: '“{value}” is one word too many; quote file names with spaces.',
  command_unknown: 'There is no command “{value}”.',
  command_missing: 'Say which command.',
  day_invalid: '{option}: “{value}” is not a day. Write it as 2026-11-24.',
  currency_invalid: '{option}: “{value}” is not an ISO 4217 currency. Write one such as EUR.',
  amount_invalid:
    '{option}: “{value}” is not an amount above zero in {currency}. Write it as 250000.00.',
  number_invalid: '{option}: “{value}” is not a whole number from 1 to {max}.',
  preset_unknown: 'There is no preset “{value}”. There are: {known}.',
  preset_edit:
    'Terms with typical parameters, to be edited to the contract: facilityId, name, funder, limitMinor (now {limit}), advanceRateBp, price and each rule. Amounts are minor units, shares basis points; cedent schema terms explains every field. Then: cedent terms --check FILE',
  preset_edit_policy: 'State the insurer’s policy in policyId, as the cover decisions name it.',
  preset_edit_approvals:
    'List the debtors the funder has approved under funder_limit; nothing is financed of others.',
  preset_edit_history:
    'Its reserves are reckoned from the input’s history: {months} months, given with --context.',
  terms_hold: '{file}: {facilities}. The terms hold together.',
  option_alone: '{option} belongs to {other}.',
  schema_unknown: 'There is no schema “{value}”. There are: {known}.',
  file_missing: '{file} cannot be read: {detail}. Check the path.',
  json_invalid: '{file} is not JSON: {detail}.',
  document_invalid: '{file} cannot be used:\n{problems}\nIts schema: cedent schema {schema}',
  compare_without_need: '--compare needs an amount to meet: give --need, or a need in the input.',
  receivable_unknown:
    'No invoice “{value}” is in the input. Give an id or a document number of it.',
  debtor_unknown: 'No debtor “{value}” is in the input. Give the id of one that owes.',
  facility_unknown: 'No facility “{value}” is in the input. Give its facilityId.',
  limit_unclear: 'Say which limit with --limit. Limits on this debtor: {known}.',
  document_whole: '(document)',
  field_missing: 'It is missing. State it.',
  state_dates: 'State it with --date-format, for example --date-format {example}.',
  state_numbers: 'State it with --decimal . or --decimal ,',
  state_currency: 'State it with --currency, for example --currency EUR.',
  state_mapping: 'State it in a mapping file given with --map; its schema: cedent schema ledger.',
  mapping_suggested: 'Read with the suggested mapping (keep it in a file for --map):',
  rows_rejected: '{count} of {rows} rows of {file} cannot be taken:',
  rows_more: '… and {count} more.',
  rows_remedy: 'Correct them, or leave them out knowingly with --skip-rejected.',
  rows_skipped: 'They are left out.',
  row: '  row {row}: {error} {remedy}',
  ledger_without_items:
    '{file} has no item that is open on {asOf} ({rows} rows: {settled} settled, {rejected} rejected). Choose another --as-of, or export the open items again.',
  selection_refused: 'The selection cannot be made:\n{problems}',
  context_hint: 'Rates, cover, payables and positions come in with --context FILE.',
  person_unknown:
    'Nobody named {name} is known at {issuer}. The demo knows treasury, approver, finance and administrator.',
  person_may_not: '{name} ({roles}) may not do this. Choose another person with --as.',
  not_started: 'There is no Cedent in {folder} yet. Start it once with npm start, or set DATA_DIR.',
  seller_unclear: 'Several sellers, or none, are known here. Name one with --seller.',
  imported:
    'Import {importId}: {new} new, {changed} changed, {unchanged} unchanged, {closed} closed, {rejected} in conflict.',
  imported_before: 'Nothing new: import {importId} has brought the same before.',
  imported_total: '  {count} items, face {face}, open {open}',
  imported_contradicting:
    'Changed due dates or references: {count}. The first ones stay, and the open amounts are taken.',
  imported_rejected: 'Rows to look at, each with what is wrong and what to do: {file}',
  facility_missing: 'No facility {facilityId} has terms in force on {asOf}.',
  request_missing: 'There is no request {number}.',
  asked:
    '{number}: {count} receivables, advance {amount}, submitted with fingerprint {hash}.\nA second person approves it: cedent request --approve {number}',
  approved:
    '{number} approved: {count} receivables, advance {amount}, fingerprint {hash}.\nThe running product (npm start) renders its documents and sends it.',
  clock_day: 'The business day is {day}.',
  clock_days: '“{value}” is not a number of days. Write a whole number from 0 to 3650.',
  clock_demo_only: 'Only the demo’s clock can be moved; production keeps the calendar’s day.',
  no_requests: 'There is no request yet.',
  status_request: '{number}  {status}  {facilityId}  {count} receivables  {amount}',
  status_document: '  document {template}, {pages} pages, SHA-256 {sha256}…',
  status_delivery: '  {operation}: {state} (attempts: {attempts})',
  crashed: 'This failed, and it is our fault: {detail}',
} as const;

export type TextCode = keyof typeof en;

const zhCN: Record<TextCode, string> = {
  option_unknown: '没有选项 {option}。',
  option_missing: '缺少选项 {option}。',
  option_twice: '选项 {option} 给出了两次，请只给一次。',
  option_conflict: '{one} 与 {other} 只能给出其中之一。',
  option_one_of: '请给出 {one} 或 {other}。',
  option_value: '{option} 需要一个值。',
  argument_unexpected: '多出一个词“{value}”；含空格的文件名请加引号。',
  command_unknown: '没有命令“{value}”。',
  command_missing: '请指明命令。',
  day_invalid: '{option}：“{value}”不是日期，请写成 2026-11-24。',
  currency_invalid: '{option}：“{value}”不是 ISO 4217 货币，请写成 CNY 之类的代码。',
  amount_invalid: '{option}：“{value}”不是大于零的 {currency} 金额，请写成 250000.00。',
  number_invalid: '{option}：“{value}”不是 1 至 {max} 的整数。',
  preset_unknown: '没有预设“{value}”。可用：{known}。',
  preset_edit:
    '以下为含典型参数的条款，请按合同修改：facilityId、name、funder、limitMinor（现为 {limit}）、advanceRateBp、price 及各项规则。金额以最小货币单位计，比例以基点计；各字段说明见 cedent schema terms。修改后请运行：cedent terms --check 文件',
  preset_edit_policy: '请在 policyId 中填写保险人的保单号，须与限额批复中的一致。',
  preset_edit_approvals: '请在 funder_limit 中列出资金方核准的债务人；其他债务人的账款不予融资。',
  preset_edit_history: '其准备金按输入的历史数据计算：须有 {months} 个月，由 --context 给出。',
  terms_hold: '{file}：{facilities}。条款自洽。',
  option_alone: '{option} 须与 {other} 一并使用。',
  schema_unknown: '没有模式“{value}”。可用：{known}。',
  file_missing: '无法读取 {file}：{detail}。请检查路径。',
  json_invalid: '{file} 不是 JSON：{detail}。',
  document_invalid: '{file} 无法使用：\n{problems}\n其模式：cedent schema {schema}',
  compare_without_need: '--compare 需要所需金额：请给出 --need，或在输入文件中写明 need。',
  receivable_unknown: '输入中没有发票“{value}”。请给出其 id 或单据号。',
  debtor_unknown: '输入中没有债务人“{value}”。请给出有未结账款的债务人的 id。',
  facility_unknown: '输入中没有额度“{value}”。请给出其 facilityId。',
  limit_unclear: '请用 --limit 指明是哪项限额。该债务人的限额：{known}。',
  document_whole: '（整个文件）',
  field_missing: '缺少此项，请补充。',
  state_dates: '请用 --date-format 说明，例如 --date-format {example}。',
  state_numbers: '请用 --decimal . 或 --decimal , 说明。',
  state_currency: '请用 --currency 说明，例如 --currency CNY。',
  state_mapping: '请在用 --map 给出的映射文件中说明；其模式：cedent schema ledger。',
  mapping_suggested: '按建议的映射读取（可存成文件供 --map 使用）：',
  rows_rejected: '{file} 的 {rows} 行中有 {count} 行无法接受：',
  rows_more: '……另有 {count} 行。',
  rows_remedy: '请更正这些行，或用 --skip-rejected 明确略过。',
  rows_skipped: '这些行已略过。',
  row: '  第 {row} 行：{error}{remedy}',
  ledger_without_items:
    '{file} 在 {asOf} 没有未结项目（共 {rows} 行：已结清 {settled}，被拒 {rejected}）。请更换 --as-of，或重新导出未结项目。',
  selection_refused: '无法筛选：\n{problems}',
  context_hint: '汇率、保障额度、应付账款与已有融资由 --context FILE 给出。',
  person_unknown:
    '{issuer} 不认识名为 {name} 的人员。演示中有 treasury、approver、finance 与 administrator。',
  person_may_not: '{name}（{roles}）无权执行此操作。请用 --as 选择其他人员。',
  not_started: '{folder} 中尚无 Cedent。请先运行一次 npm start，或设置 DATA_DIR。',
  seller_unclear: '此处有多个卖方或没有卖方。请用 --seller 指明。',
  imported:
    '导入 {importId}：新增 {new}，变更 {changed}，未变 {unchanged}，关闭 {closed}，冲突 {rejected}。',
  imported_before: '没有新内容：导入 {importId} 已带来相同内容。',
  imported_total: '  {count} 笔，票面 {face}，未结 {open}',
  imported_contradicting: '到期日或参照号有变：{count} 处。保留最初的值，未结金额照常接受。',
  imported_rejected: '需要处理的行、原因及办法：{file}',
  facility_missing: '额度 {facilityId} 在 {asOf} 没有生效的条款。',
  request_missing: '没有申请 {number}。',
  asked:
    '{number}：{count} 笔账款，预付 {amount}，已提交，指纹 {hash}。\n由第二人批准：cedent request --approve {number}',
  approved:
    '{number} 已批准：{count} 笔账款，预付 {amount}，指纹 {hash}。\n运行中的系统（npm start）将生成文件并发送。',
  clock_day: '业务日为 {day}。',
  clock_days: '“{value}”不是天数。请填写 0 至 3650 的整数。',
  clock_demo_only: '只有演示环境的业务日可以调整；生产环境使用日历日。',
  no_requests: '尚无申请。',
  status_request: '{number}  {status}  {facilityId}  {count} 笔账款  {amount}',
  status_document: '  文件 {template}，{pages} 页，SHA-256 {sha256}…',
  status_delivery: '  {operation}：{state}（尝试 {attempts} 次）',
  crashed: '程序出错，责任在我方：{detail}',
};

const texts: Record<'en' | 'zh-CN', Record<TextCode, string>> = { en, 'zh-CN': zhCN };
