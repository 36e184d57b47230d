import type { Party } from '../../../src/core/funding/request.ts';
import { sha256 } from '../../../src/core/hash.ts';
import { described, group, groupOf, lines, type Markup, text } from '../wire/write.ts';

/** A party as the messages of 2013 write it (PartyIdentification8). */
export function partyOf(party: Party): string {
  return group('PtyId', [
    described('Nm', party.name, 70),
    addressOf(party, { count: 5, countryFirst: false }),
    group('Id', [
      group('OrgId', [
        numberOf(party, 'BIC', ['bic'], bic),
        numberOf(party, 'EANGLN', ['gln'], /^\d{13}$/),
        numberOf(party, 'DUNS', ['duns'], /^\d{9}$/),
        numberOf(party, 'TaxIdNb', taxSchemes, /^.{1,35}$/),
        group('PrtryId', [text('Id', idOf(party)), text('Issr', numbering)]),
      ]),
    ]),
    countryOf(party, 'CtryOfRes'),
  ]);
}

/** A party as the header of the messages of 2015 writes it (TradeParty1): named in full as legal organisation. */
export function tradePartyOf(party: Party): string {
  const registered = numberOf(party, 'Id', registerSchemes, /^.{1,35}$/);
  const tax = taxSchemes.find((scheme) => party.identifiers[scheme] !== undefined);
  return group('BasePty', [
    group('PtyId', [
      group('Id', [
        group('OrgId', [
          numberOf(party, 'BIC', ['bic'], bic),
          group('Othr', [text('Id', idOf(party)), group('SchmeNm', [text('Prtry', numbering)])]),
        ]),
      ]),
      described('Nm', party.name, 35),
      addressOf(party, { count: 7, countryFirst: true }),
      countryOf(party, 'CtryOfRes'),
    ]),
    group('LglOrg', [registered, described('Nm', party.name, 140)]),
    groupOf('TaxPty', [
      numberOf(party, 'TaxId', taxSchemes, /^.{1,35}$/),
      tax === undefined ? undefined : text('TaxTp', tax.toUpperCase()),
    ]),
  ]);
}

/** The funder as agent: known by its BIC where we have it, and by our number. */
export function agentOf(name: string, funder: Party): string {
  return group(name, [
    group('PrtryId', [text('Id', idOf(funder)), text('IdTp', 'FACTOR')]),
    numberOf(funder, 'BIC', ['bic'], bic),
  ]);
}

/** Our number of a party; a very long one by its hash, for it identifies and may not be cut. */
export function idOf({ id }: Party): string {
  return Array.from(id).length <= 35 ? id : sha256(id).slice(0, 35);
}

/** Whose number of a party it is: the seller's side's. */
const numbering = 'SELLER';

const bic = /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/;
const taxSchemes = ['vat', 'tax', 'uscc'];
const registerSchemes = ['lei', 'uscc', 'siren', 'nrn'];

/** The first of the schemes that the party has a number of, where the schema can hold it. */
function numberOf(
  { identifiers }: Party,
  name: string,
  schemes: readonly string[],
  form: RegExp,
): Markup {
  const value = schemes.map((scheme) => identifiers[scheme]).find((known) => known !== undefined);
  return value !== undefined && form.test(value) ? text(name, value) : undefined;
}

/** The messages of 2013 want the country of an address, and last; without it they have no address. */
function addressOf(party: Party, layout: { count: number; countryFirst: boolean }): Markup {
  const address = lines('AdrLine', party.address, { maxLength: 70, count: layout.count });
  if (address.every((line) => line === undefined)) return undefined;
  const country = countryOf(party, 'Ctry');
  if (layout.countryFirst) return group('PstlAdr', [country, ...address]);
  return country === undefined ? undefined : group('PstlAdr', [...address, country]);
}

function countryOf({ country }: Party, name: string): Markup {
  return country !== undefined && /^[A-Z]{2}$/.test(country) ? text(name, country) : undefined;
}
