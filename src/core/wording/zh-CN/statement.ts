import type { statement as english } from '../en/statement.ts';

/** 银行对账单的问题，以及建议映射的提问与说明。 */
export const statement: Record<keyof typeof english, string> = {
  'file.statement_too_large':
    '对账单共 {bytes:count} 字节，最多可读取 {limit:count} 字节。请向银行索取较短期间的对账单。',
  'file.statement_not_utf8': '对账单不是 UTF-8 编码。请按银行发出的原样重新导出。',
  'file.statement_not_xml': '对账单不是完整的 XML（第 {line} 行：{detail}）。请向银行重新获取。',
  'file.statement_has_dtd': '对账单含有文档类型定义，银行对账单无需此项。请向银行重新获取。',
  'file.statement_not_read':
    '该文件不是可读取的银行对账单（{found:orUnknown}）。请选择 {known} 格式的文件。',
  'file.statement_version':
    '不支持 {message} 版本 {version}，支持 {first} 至 {last}。请向银行索取其中之一。',
  'file.statement_field_missing':
    '对账单 {statement} 第 {entry} 笔：缺少 {field}。请银行更正后重新提供。',
  'file.statement_currency':
    '对账单 {statement}：{field} 的币种为 {currency}，账户币种为 {account}。请银行更正后重新提供。',
  'file.statement_amount':
    '对账单 {statement} 第 {entry} 笔：“{value}”不是有效的 {currency} 金额。请银行更正后重新提供。',
  'file.statement_date':
    '对账单 {statement} 第 {entry} 笔：“{value}”不是有效日期。请银行更正后重新提供。',
  'file.statement_code':
    '对账单 {statement} 第 {entry} 笔：{field} 不能为“{value}”。请银行更正后重新提供。',
  'file.statement_count':
    '对账单 {statement} 注明 {stated} 笔，实有 {found} 笔。请向银行重新获取。',
  'file.statement_unbalanced':
    '对账单 {statement}：期初 {opening} 加发生额 {entries} 不等于期末 {closing} {currency}。未导入任何内容，请向银行重新获取。',
  'file.statement_line':
    '对账单 {statement:orUnknown} 第 {line} 行：无法读取“{value}”。请向银行重新获取。',
  'file.statement_page_missing':
    '缺少对账单 {statement} 的第 {page} 页。未导入任何内容，请选择包含全部页的文件。',
  'file.statement_chain':
    '对账单 {statement} 的期初余额为 {opening} {currency}，而 {before} 的期末余额为 {carried}。未导入任何内容，请向银行索取中间缺少的部分。',

  'file.kind_values_unknown': '“{column}”列含有未知的单据类型：{values}。请指明各自的含义。',
  'file.negative_amounts':
    '“{column}”列含有负数金额（如 {example}）。请指明其为贷项通知单还是未核销收款。',

  'note.date_format_decided': '“{column}”列的日期按 {format} 读取，依据为 {value}。',
  'note.number_format_decided': '“{column}”列的金额以“{decimal}”为小数点，依据为 {value}。',
};
