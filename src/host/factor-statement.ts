import type { SaveStatementMapping, TakeFactorStatement } from '../http/deps.ts';
import {
  FactorStatementMapping,
  factorStatementJsonSchema,
} from '../intake/factor-statement/mapping.ts';
import { readFactorStatement } from '../intake/factor-statement/statement.ts';
import { parseMapping } from '../intake/table/mapping.ts';
import {
  findStatement,
  readStatementMapping,
  saveStatementMapping as save,
  takeFactorStatement as store,
} from '../store/factor-statement.ts';
import { withSpooled } from './spool.ts';

export const statementMappingSchema = factorStatementJsonSchema();

export const saveStatementMapping: SaveStatementMapping = async (tx, order) => {
  const parsed = parseMapping(FactorStatementMapping, order.mapping);
  if (parsed.status === 'refused') return parsed;
  const { personId, facilityId } = order;
  const saved = await save(tx, { actor: { personId }, facilityId, mapping: parsed.mapping });
  return saved ? { status: 'saved', saved } : { status: 'unknown' };
};

/** A file that was taken before is not read again: by another mapping it would contradict itself. */
export const takeFactorStatement: TakeFactorStatement = (tx, order) =>
  withSpooled(order.bytes, async (file) => {
    const { personId, facilityId, fileName } = order;
    const before = await findStatement(tx, { facilityId, sha256: file.sha256 });
    if (before) return { status: 'known', statement: before };
    const saved = await readStatementMapping(tx, facilityId);
    if (!saved) {
      return { status: 'refused', code: 'factor_mapping_missing', params: { facilityId } };
    }
    const read = await readFactorStatement(file.read(), saved.mapping);
    if (read.status === 'refused') return read;
    const { movements, balances } = read;
    return store(tx, {
      actor: { personId },
      facilityId,
      fileName,
      file,
      mappingVersion: saved.version,
      movements,
      balances,
    });
  });
