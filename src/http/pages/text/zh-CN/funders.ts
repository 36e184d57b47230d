import type { funders as english } from '../en/funders.ts';
import { n0 } from './count.ts';

export const funders: typeof english = {
  funders: {
    title: '融资方对账单',
    lead: '以文件导入融资方称已入账的变动。整份读取，否则一概不取；不符的列为存疑，不作入账。',
    questioned: (count) => `存疑入账${n0(count)}笔`,
    none: '尚无额度',
    noneHint: '额度的首版条款录入后，将列于此处。',
    last: '最近一份对账单',
    taken: '导入时间',
    file: '文件',
    balance: '期末余额',
    checked: '已核对',
    unchecked: '未核对：文件至多注明一处余额',
    noBalance: '文件未注明期末余额。',
    counts: { booked: '已入账', confirmed: '已确认', questioned: '存疑', known: '此前已知' },
    never: '尚未导入对账单。',
    mapping: (version) => `按第 ${version} 版映射读取`,
    unmapped: '尚无映射',
    unmappedHint: '映射说明各列的内容以及融资方各用语的含义，由管理员在此处或通过接口保存。',
    choose: '对账单文件（CSV）',
    take: '导入对账单',
    mappingChange: '更改对账单的读取方式',
    mappingFile: '映射（JSON）',
    mappingSave: '保存映射',
    mappingNow: '现行映射（JSON）',
    mappingSchema: '映射的内容（JSON Schema）',
    recorded: (booked, confirmed, questioned, known) =>
      `对账单已导入：入账${n0(booked)}笔，确认${n0(confirmed)}笔，存疑${n0(questioned)}笔，此前已知${n0(known)}笔。`,
    broken: (breaks) => `其中${n0(breaks)}项余额与相邻对账单不衔接，详见下方。`,
    breakOf: (of) =>
      `“${of.before}”期末余额为 ${of.closing}，“${of.after}”期初余额为 ${of.opening}，两者之间缺少 ${of.difference}。请向融资方索取缺失的对账单，或询问其更正了什么。`,
    repeated: '该文件此前已导入，没有变化。',
    mapped: (version) => `对账单今后按第 ${version} 版映射读取。`,
    notJson: '映射不是 JSON。请选择说明各列的文件。',
  },
};
