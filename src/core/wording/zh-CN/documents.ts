import type { documents as english } from '../en/documents.ts';

/** 文件未能生成的原因及处理办法；.line 用于指明申请某一行的情形。 */
export const documents: Record<keyof typeof english, string> = {
  'document.TextOverflow':
    '{template}：{field:word.place}过长，无法排印。请在其登记处缩短后重新申请。',
  'document.TextOverflow.line':
    '{template} 第 {row} 行：{field:word.place}过长，无法排印。请在账簿中缩短或剔除该行，然后重新申请。',
  'document.MissingGlyph':
    '{template}：{field:word.place}含有无法排印的字符 {character:visible}（{codePoint}）。请在其登记处更正后重新申请。',
  'document.MissingGlyph.line':
    '{template} 第 {row} 行：{field:word.place}含有无法排印的字符 {character:visible}（{codePoint}）。请在账簿中更正后重新申请。',
  'document.PageCountMismatch':
    '{template} 应为 {planned} 页，实为 {drawn} 页，责任在我方。请附申请编号报告。',
  'document.UnescapedMetadata':
    '{template}：{field:word.place}无法写入文件属性。请去除其中的特殊字符后重新申请。',
  'document.TotalsMismatch':
    '{template}：{field:word.place}注明为 {stated}，按明细应为 {found}。请重新申请；如再次出现，请附申请编号报告。',
  'document.TooManyRows':
    '{template} 最多容纳 {rowsMax:count} 行，本申请有 {rows:count} 行。请拆分为多份申请。',
  'document.WrongDocument':
    '{template} 不适用于此类业务（{mode:word.mode}）。请由管理员为该融资额度指定其他文件。',
  'document.LanguageMissing':
    '{template} 没有语言 {language} 的文本。请由管理员安装，或指定其他文件。',
  'document.UnknownPlaceholder':
    '{template}：文本在 {block} 中引用了“{placeholder}”，而申请中没有该项。请由管理员安装更正后的版本。',
  'document.LabelMissing':
    '{template}：语言 {language} 的文本缺少 {label} 的用语。请由管理员安装更正后的版本。',
  'document.WordingUnreadable':
    '{template}：文本 {file} 第 {line} 行无法读取：“{found}”。请由管理员安装更正后的版本。',
  'document.TemplateUnreadable': '{template} 未安装，或其文件无法读取。请由管理员重新安装。',

  'place.title': '标题',
  'place.Title': '标题',
  'place.Author': '卖方名称',
  'place.number': '申请编号',
  'place.seller.name': '卖方名称',
  'place.seller.address': '卖方地址',
  'place.assignee.name': '资金方名称',
  'place.assignee.address': '资金方地址',
  'place.facility.agreement.reference': '协议编号',
  'place.lines': '该行内容',
  'place.lines.number': '发票号',
  'place.lines.debtor.name': '债务人名称',
  'place.lines.debtor': '债务人地址与证件号',
  'place.totals.count': '行数',
  'place.totals.perCurrency': '分币种合计',
  'place.totals.fundedMinor': '融资价值合计',
  'place.totals.advanceMinor': '预付款合计',
};
