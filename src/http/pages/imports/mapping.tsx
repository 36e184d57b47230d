import type { FC } from 'hono/jsx';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { LedgerInspection } from '../../deps.ts';
import { Notice } from '../layout.tsx';
import type { View } from '../view.ts';

/** The fields a column can be mapped to, those that matter first. */
export const mappedFields = [
  'number',
  'issuedOn',
  'dueOn',
  'termsDays',
  'debtorId',
  'debtorName',
  'country',
  'face',
  'open',
  'currency',
  'settledOn',
  'disputed',
  'disputedAmount',
  'fiscalYear',
  'instalment',
  'references',
  'seller',
  'ledger',
] as const;

/** How the file is read: suggested, with values beside it, and open to correction. */
export const MappingFields: FC<{ view: View; inspection: LedgerInspection }> =
  function MappingFields({ view, inspection }) {
    const { imports } = view.text;
    const { suggestion, header } = inspection;
    const used = new Set(Object.values(suggestion.mapping.columns));
    const ignored = header.filter((column) => column !== '' && !used.has(column));
    return (
      <>
        <h2>{imports.mappingTitle}</h2>
        {suggestion.questions.length === 0 ? null : (
          <Notice kind="note">
            <p>
              <b>{imports.questionsTitle}</b>
            </p>
            {suggestion.questions.map(({ code, params }) => (
              <p>{view.wordRefusal(code, params)}</p>
            ))}
          </Notice>
        )}
        <input type="hidden" name="draft" value={JSON.stringify(suggestion.mapping)} />
        <div class="fields padded">
          <DateFormat view={view} inspection={inspection} />
          <NumberFormat view={view} inspection={inspection} />
        </div>
        <Columns view={view} inspection={inspection} />
        {ignored.length === 0 ? null : <p class="muted">{imports.ignored(ignored.join(', '))}</p>}
        {suggestion.notes.map(({ code, params }) => {
          const key = `note.${code}`;
          return isWorded(key) ? <p class="muted">{word(view.locale, key, params)}</p> : null;
        })}
      </>
    );
  };

const Columns: FC<{ view: View; inspection: LedgerInspection }> = function Columns({
  view,
  inspection,
}) {
  const { imports } = view.text;
  const { header, sampleRows, suggestion } = inspection;
  const samples = (column: string | undefined) => {
    const index = column === undefined ? -1 : header.indexOf(column);
    if (index < 0) return '';
    const cells = sampleRows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    return [...new Set(cells)].slice(0, 3).join(' · ');
  };
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{imports.field}</th>
            <th scope="col">{imports.column}</th>
            <th scope="col">{imports.samples}</th>
          </tr>
        </thead>
        <tbody>
          {mappedFields.map((field) => {
            const column = suggestion.mapping.columns[field];
            const label = imports.fields[field] ?? field;
            return (
              <tr>
                <th scope="row">{label}</th>
                <td>
                  <select name={`column.${field}`} aria-label={label}>
                    <option value="">{imports.notUsed}</option>
                    {header
                      .filter((name) => name !== '')
                      .map((name) => (
                        <option value={name} selected={name === column}>
                          {name}
                        </option>
                      ))}
                  </select>
                </td>
                <td class="muted">{samples(column)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

const DateFormat: FC<{ view: View; inspection: LedgerInspection }> = function DateFormat({
  view,
  inspection,
}) {
  const { dateFormat } = inspection.suggestion.mapping;
  return (
    <label>
      {view.text.imports.dateFormat}
      <select name="dateFormat">
        <option value="">{view.text.none}</option>
        {inspection.dateFormats.map((format) => (
          <option value={format} selected={format === dateFormat}>
            {format}
          </option>
        ))}
      </select>
    </label>
  );
};

/** Decimal and thousands sign as one value, shown by an example. */
const NumberFormat: FC<{ view: View; inspection: LedgerInspection }> = function NumberFormat({
  view,
  inspection,
}) {
  const { numberFormat } = inspection.suggestion.mapping;
  const chosen = numberFormat ? numberFormat.decimal + numberFormat.thousands : '';
  return (
    <label>
      {view.text.imports.numberFormat}
      <select name="numberFormat">
        <option value="">{view.text.none}</option>
        {['.,', ',.', '.', ',', ', ', ".'", '. '].map((signs) => {
          const [decimal = '.', thousands = ''] = [signs[0], signs[1]];
          return (
            <option value={signs} selected={signs === chosen}>
              {`1${thousands}234${decimal}50`}
            </option>
          );
        })}
      </select>
    </label>
  );
};
