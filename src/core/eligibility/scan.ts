import type { SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';
import { type DebtorNodes, debtorNodesOf } from './capNodes.ts';
import { creditSums } from './credits.ts';
import { type Cuts, cutsOf, facilityCurrencies } from './cuts.ts';
import { type DebtorSums, debtorSums } from './debtorSums.ts';
import { amountsIn, grossColumn, ratesTo } from './gross.ts';
import { keyTables } from './keyTables.ts';
import type { Ledger } from './ledger.ts';
import { type Signatures, signLines } from './signatures.ts';
import { type FacilityView, viewsOf } from './view.ts';

/** What one pass over the ledger finds for all facilities together. */
export type Scan = {
  views: FacilityView[];
  cuts: Cuts;
  signatureOf: Uint32Array;
  signatures: Signatures;
  /** By facility currency: its name and its sums. */
  currencies: string[];
  sums: DebtorSums[];
  /** By facility currency: the open amounts by line, worked out when first asked for. */
  grossIn: (currency: number) => Float64Array;
  /** By facility currency: what each debtor's credits come to, worked out when first asked for. */
  creditsIn: (currency: number) => Float64Array;
  /** What caps count together, the same for all facilities. */
  debtorNodes: DebtorNodes;
  /** By facility: the cash already drawn, in its currency. */
  used: number[];
};

/**
 * Every line once: its signature, and sums by signature and by debtor. Rules are judged once per
 * combination of class and intervals; a line costs a few table look-ups whatever the number of rules
 * and facilities, and one conversion for each facility currency.
 */
export function scanLedger(input: SelectionInput, ledger: Ledger): Scan {
  const views = viewsOf(input, ledger);
  const currencies = facilityCurrencies(input.facilities);
  const cuts = cutsOf(views, currencies);
  const rates = currencies.map((currency) => ratesTo(input, ledger, currency));
  const asOfNumber = views[0]?.asOfNumber ?? 0;
  const tables = keyTables(ledger, { cuts, rates, asOfNumber });
  const terms = { tables, multiples: cuts.multiples, asOfNumber };
  const { signatureOf, signatures } = signLines(ledger, { terms, views, cuts });
  const sums = rates.map((own, currency) =>
    debtorSums(ledger, {
      amounts: amountsIn(ledger, own),
      signatureOf,
      signatures,
      ageings: cuts.ageings.length,
      facilities: views.map(({ terms }) => terms.currency === currencies[currency]),
    }),
  );
  const used = input.facilities.map(({ facilityId }) =>
    sumMinor(
      input.positions.flatMap((held) =>
        held.facilityId === facilityId ? [held.advancedMinor] : [],
      ),
    ),
  );
  const viewIn = (currency: number) =>
    views.find(({ terms }) => terms.currency === currencies[currency]);
  const grossIn = onceEach((currency) => grossColumn(input, ledger, currencies[currency] ?? ''));
  const creditsIn = onceEach((currency) => creditSums(ledger, viewIn(currency)));
  const debtorNodes = debtorNodesOf(ledger);
  return {
    views,
    cuts,
    signatureOf,
    signatures,
    currencies,
    sums,
    grossIn,
    creditsIn,
    debtorNodes,
    used,
  };
}

function onceEach(columnOf: (index: number) => Float64Array): (index: number) => Float64Array {
  const known: Float64Array[] = [];
  return function knownColumn(index) {
    const column = known[index] ?? columnOf(index);
    known[index] = column;
    return column;
  };
}
