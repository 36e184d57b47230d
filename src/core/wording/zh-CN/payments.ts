import type { payments as english } from '../en/payments.ts';

/** 付款通知、保理商对账单及其表格文件的问题。 */
export const payments: Record<keyof typeof english, string> = {
  'file.table_row_width':
    '第 {row} 行有 {found:cells}，而表头有 {expected:columns}。未导入任何内容，请重新导出文件。',
  'file.table_row_broken':
    '无法读取第 {row} 行：引号未闭合或该行过长。未导入任何内容，请重新导出文件。',
  'file.table_value_missing': '第 {row} 行：“{column}”为空。未导入任何内容，请补填或更正映射。',
  'file.table_value':
    '第 {row} 行：“{column}”超过 {limit:characters}或含有无法显示的字符。未导入任何内容，请更正该单元格。',
  'file.table_amount':
    '第 {row} 行：“{column}”中的“{value}”不是有效的 {currency} 金额。未导入任何内容，请更正该单元格或映射中的数字格式。',
  'file.table_date':
    '第 {row} 行：“{column}”中的“{value}”不是 {format} 格式的有效日期。未导入任何内容，请更正该单元格或映射中的日期格式。',
  'file.table_currency':
    '第 {row} 行：“{column}”中的“{value}”不是 ISO 4217 币种。未导入任何内容，请更正该单元格。',
  'file.table_word':
    '第 {row} 行：映射未说明“{column}”中“{value}”的含义，已知的有 {known}。未导入任何内容，请在映射中补充该词。',
  'file.table_too_long': '文件超过 {limit:count} 行。请索取较短期间的文件。',

  'file.factor_mapping_missing': '额度 {facilityId} 的对账单尚无读取方式。请先为其保存映射。',
  'file.remittance_mapping_missing':
    '以分隔符排列的付款通知须有说明读取方式的映射。请随文件一并提供。',
  'file.factor_movement_twice':
    '第 {row} 行：变动 {movementId} 已出现在第 {firstRow} 行。未导入任何内容，请保理商更正后重新提供。',
  'file.factor_balance':
    '第 {row} 行：按变动计算的余额为 {expected} {currency}，对账单所列为 {stated}。未导入任何内容，请向保理商索取缺少的部分。',
  'file.factor_sum':
    '第 {row} 行：{currency} 变动合计超出可精确表示的范围。未导入任何内容，请向保理商索取较短期间的对账单。',

  'file.remittance_too_large':
    '付款通知共 {bytes:count} 字节，最多可读取 {limit:count} 字节。请付款人分别提供。',
  'file.remittance_not_utf8': '付款通知不是 UTF-8 编码。请付款人提供原始文件。',
  'file.remittance_not_xml': '付款通知不是完整的 XML（第 {line} 行：{detail}）。请付款人重新提供。',
  'file.remittance_has_dtd': '付款通知含有文档类型定义，付款通知无需此项。请付款人重新提供。',
  'file.remittance_not_read':
    '该文件不是可读取的付款通知（{namespace:orUnknown}）。请选择 {known} 格式的文件。',
  'file.remittance_version':
    '不支持 remt.001 版本 {version}，支持 {first} 至 {last}。请付款人提供其中之一。',
  'file.remittance_field_missing':
    '付款通知 {reference:orUnknown} 第 {document} 张单据：缺少 {field}。请付款人更正后重新提供。',
  'file.remittance_currency':
    '付款通知 {reference}：单据币种为 {currency}，付款币种为 {expected}。请付款人按币种分别提供。',
  'file.remittance_amount':
    '付款通知 {reference} 第 {document} 张单据：“{value}”不是有效的 {currency} 金额。请付款人更正后重新提供。',
  'file.remittance_date':
    '付款通知 {reference} 第 {document} 张单据：“{value}”不是有效日期。请付款人更正后重新提供。',
  'file.remittance_code':
    '付款通知 {reference} 第 {document} 张单据：{field} 不能为“{value}”。请付款人更正后重新提供。',
  'file.remittance_unbalanced':
    '付款通知 {reference}：单据合计 {documents} {currency}，付款金额 {total}。未导入任何内容，请向付款人询问差额原因。',
  'file.remittance_row_differs':
    '第 {row} 行：付款 {reference} 的“{column}”为“{value}”，与前面的行不一致。未导入任何内容，请更正文件。',
};
