import { assert } from '../assert.ts';
import type { SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';
import { type DebtorNodes, debtorNodesOf } from './capNodes.ts';
import { creditSums } from './credits.ts';
import { type Cuts, cutsOf, facilityCurrencies } from './cuts.ts';
import { type DebtorSums, debtorSums } from './debtorSums.ts';
import { type Amounts, amountsIn, grossColumn, ratesTo } from './gross.ts';
import { keyTables } from './keyTables.ts';
import type { Ledger } from './ledger.ts';
import { keysAtOnce, type Signatures, signLines } from './signatures.ts';
import { verdictsOf } from './verdicts.ts';
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
  /** By facility currency: the open amounts by line. */
  amounts: Amounts[];
  /** The same as a column, worked out when first asked for. */
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
 * and facilities, and one conversion for each facility currency. Columns of amounts that were worked
 * out before for the same lines and rates may serve again.
 */
export function scanLedger(
  input: SelectionInput,
  ledger: Ledger,
  before?: Pick<Scan, 'currencies' | 'grossIn' | 'creditsIn'>,
): Scan {
  const views = viewsOf(input, ledger);
  const currencies = facilityCurrencies(input.facilities);
  const cuts = cutsOf(views, currencies);
  const rates = currencies.map((currency) => ratesTo(input, ledger, currency));
  const asOfNumber = views[0]?.asOfNumber ?? 0;
  const verdictOf = verdictsOf(views);
  const tables = keyTables(ledger, { cuts, rates, views, verdictOf, asOfNumber });
  const places = new Int32Array(keysAtOnce);
  const terms = { tables, multiples: cuts.multiples, asOfNumber, places };
  const { signatureOf, signatures } = signLines(ledger, { terms, views, cuts, verdictOf });
  const amounts = rates.map((own) => amountsIn(ledger, own));
  const counted = amounts.map((own, currency) => ({
    amounts: own,
    facilities: views.map(({ terms }) => terms.currency === currencies[currency]),
  }));
  const ageings = cuts.ageings.length;
  const sums = debtorSums(ledger, counted, { signatureOf, signatures, ageings });
  const used = input.facilities.map(({ facilityId }) =>
    sumMinor(
      input.positions.flatMap((held) =>
        held.facilityId === facilityId ? [held.advancedMinor] : [],
      ),
    ),
  );
  const viewIn = (currency: number) =>
    views.find(({ terms }) => terms.currency === currencies[currency]);
  const converted = before?.currencies.join() === currencies.join() ? before : undefined;
  const grossIn =
    converted?.grossIn ??
    onceEach((currency) => {
      const own = amounts[currency];
      assert(own, 'a currency without amounts');
      return grossColumn(own);
    });
  const creditsIn =
    converted?.creditsIn ?? onceEach((currency) => creditSums(ledger, viewIn(currency)));
  const debtorNodes = debtorNodesOf(ledger);
  return {
    views,
    cuts,
    signatureOf,
    signatures,
    currencies,
    sums,
    amounts,
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
