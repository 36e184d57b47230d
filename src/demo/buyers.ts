import { demoDebtors } from './ledger.ts';

const iso3: Readonly<Record<string, string>> = {
  CN: 'CHN',
  DE: 'DEU',
  FR: 'FRA',
  IT: 'ITA',
  ES: 'ESP',
  US: 'USA',
  GB: 'GBR',
  BR: 'BRA',
};

export type DemoBuyer = {
  debtorId: string;
  buyerId: number;
  name: string;
  country: string;
  identifiers: { uid: string; uidType: string }[];
  /** Whole units of the policy's currency that the insurer would cover. */
  appetite: number;
};

/** The insurer's register of the story's debtors; every ninth has no cover, the largest too little. */
export function demoBuyers(): DemoBuyer[] {
  return demoDebtors().map(({ code, name, country, currency, size, habit }, index) => ({
    debtorId: code,
    buyerId: 1_100_000 + index,
    name,
    country: iso3[country] ?? country,
    identifiers: [{ uid: `DEMO${code}`, uidType: 'NRN' }],
    appetite: appetite({ index, size, stuck: habit === 'stuck', home: currency === 'CNY' }),
  }));
}

function appetite(debtor: { index: number; size: number; stuck: boolean; home: boolean }): number {
  const { index, size, stuck, home } = debtor;
  if (stuck || index % 9 === 8) return 0;
  const whole = (home ? 260 : 300) * (0.12 + size);
  return Math.max(10, Math.round(whole)) * 1_000;
}
