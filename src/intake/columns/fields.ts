import { MappedColumns } from '../mapping.ts';

/** Every field a column can be mapped to, in the order of the schema. */
export const mappedFields = MappedColumns.keyof().options;
