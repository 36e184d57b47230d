export const n0 = (count: number) => count.toLocaleString('zh-CN');
