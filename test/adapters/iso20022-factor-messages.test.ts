import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/iso20022-factor/index.ts';
import { toState } from '../../adapters/iso20022-factor/mapping/state.ts';
import type { FactorOptions } from '../../adapters/iso20022-factor/simulator/books.ts';
import { openDesk } from '../../adapters/iso20022-factor/simulator/desk.ts';
import { all, readXml, textAt } from '../../adapters/iso20022-factor/wire/read.ts';
import { readStatus } from '../../adapters/iso20022-factor/wire/status.ts';
import type { Operations } from '../../src/core/adapter.ts';
import type { CanonicalRequest, CreditSchedule } from '../../src/core/funding/request.ts';
import { faults, missing } from './iso20022-schema.ts';
import { cancelRequest, creditSchedule, now, request, requestFor } from './samples.ts';

type Line = CanonicalRequest['lines'][number];
const [first, second] = request.lines;
if (!first || !second) throw new Error('the sample has lines');

function connected(dialect: 'assignment' | 'financing'): Operations {
  const https = { baseUrl: 'https://factor.example', apiKey: 'k'.repeat(16) };
  const config = { dialect, authorisedUser: 'Treasury desk', https };
  return adapter.connect(adapter.config.parse(config));
}

const financing = (asked: CanonicalRequest) =>
  connected('financing').submitSchedule?.encode(asked).body ?? '';
const assignment = (asked: CanonicalRequest) =>
  connected('assignment').submitSchedule?.encode(asked).body ?? '';
const credits = (asked: CreditSchedule) =>
  connected('assignment').submitCredits?.encode(asked).body ?? '';

const withLines = (lines: Line[]): CanonicalRequest => ({ ...request, lines });
const awkward = {
  ...first.debtor,
  name: `Müller & Söhne <GmbH> "Nord" ${'sehr langer Name '.repeat(9)}`,
  address: `深圳市南山区\n科技园 ${'x'.repeat(400)}\u0007`,
  identifiers: { uscc: '91330200MA2GTEST0X', lei: '529900T8BM49AURSDO55' },
};
const requests: readonly (readonly [string, CanonicalRequest])[] = [
  ['a sale', request],
  ['a sale in yen', requestFor({}, 'JPY')],
  ['a sale in dinars', requestFor({}, 'TND')],
  ['a pledge with its certificate', requestFor({ mode: 'pledge' })],
  [
    'instalments, two currencies, an invoice paid in part',
    withLines([
      first,
      { ...first, lineNumber: 4, instalment: 2, dueOn: '2027-03-15', openMinor: 17 },
      {
        ...second,
        currency: 'JPY',
        faceMinor: 700_001,
        openMinor: 700_001,
        assignedMinor: 4_301_23,
      },
    ]),
  ],
  ['parties hard to write', withLines([{ ...first, debtor: awkward }])],
  [
    'parties of whom little is known',
    withLines([{ ...first, debtor: { id: 'd'.repeat(60), name: '?', identifiers: {} } }]),
  ],
];

const title = 'messages by the schemas of ISO 20022';

describe.skipIf(missing.length > 0)(
  missing.length === 0 ? title : `${title} (left out: ${missing.join(', ')})`,
  () => {
    test('xmllint finds what is wrong', () => {
      expect(faults(financing(request).replace('<Ccy>EUR</Ccy>', ''))).toContain('Ccy');
      expect(faults(assignment(request).replace('>DBIT<', '>DEBT<'))).toContain('DEBT');
    });

    test.each(requests)('%s is valid in both dialects', (_what, asked) => {
      expect(faults(financing(asked))).toBe('');
      expect(faults(assignment(asked))).toBe('');
    });

    test('credit notes and a cancellation are valid', () => {
      const cancel = connected('financing').cancelSchedule?.encode(cancelRequest({}, 'STS-1'));
      expect(faults(credits(creditSchedule({})))).toBe('');
      expect(faults(cancel?.body ?? '')).toBe('');
    });

    test.each(['financing', 'assignment'] as const)(
      'what the simulated factor answers is valid too (%s)',
      (dialect) => {
        const desk = openDesk(options(dialect), () => undefined);
        const taken = desk.judge(
          dialect === 'financing' ? financing(request) : assignment(request),
        );
        const late = desk.judge(credits(creditSchedule({})));
        const looks = [1, 2, 3].map(() => desk.look(request.number)?.status ?? '');
        const refused = openDesk({ ...options(dialect), agreements: [] }, () => undefined).judge(
          credits(creditSchedule({})),
        );
        const told = [taken, late, refused].map((one) => (one.kind === 'told' ? one.status : ''));
        expect([...told, ...looks].map(faults)).toEqual(['', '', '', '', '', '']);
      },
    );

    test('whatever the parties are called', () => {
      const text = fc.string({ unit: 'binary', maxLength: 120 });
      fc.assert(
        fc.property(text, text, text, (name, address, country) => {
          const debtor = { ...first.debtor, name: `a${name}`, address, country };
          const asked = withLines([{ ...first, debtor }]);
          expect(faults(financing(asked))).toBe('');
          expect(faults(assignment(asked))).toBe('');
        }),
        { numRuns: 25 },
      );
    });
  },
);

function options(dialect: 'assignment' | 'financing'): FactorOptions {
  return { dialect, now: () => new Date(now) };
}

describe('what goes to the factor', () => {
  test('repeats byte for byte, and is another message for another request', () => {
    for (const encode of [financing, assignment]) {
      expect(encode(structuredClone(request))).toBe(encode(request));
      expect(encode({ ...request, asOf: '2026-11-25', number: 'FR-9' })).not.toBe(encode(request));
    }
  });

  test.each(requests)('%s refers only to what its header introduces', (_what, asked) => {
    const body = assignment(asked);
    const names = 'RltdDoc|Assgne|Assgnr|Issr|RltdItm|Buyr|Sellr|GovngCtrct|LglCntxt';
    const referred = [...body.matchAll(new RegExp(`<(?:${names})>([^<]+)<`, 'g'))];
    const introduced = [...body.matchAll(/<Id>([A-Z]+(?:-\d+)?)<\/Id>/g)].map(([, id]) => id);
    expect(referred.length).toBeGreaterThan(5);
    expect(referred.map(([, id]) => id).filter((id) => !introduced.includes(id))).toEqual([]);
  });

  test('bears the instant of the request’s own id, and no clock', () => {
    expect(financing(request)).toContain('<CreDtTm>2024-11-06T05:43:40.288Z</CreDtTm>');
  });

  test.each([
    ['EUR', '10625.42', '17425.42', '21500.5'],
    ['JPY', '1062542', '1742542', '2150050'],
    ['TND', '1062.542', '1742.542', '2150.05'],
  ])('amounts in %s are exact', (currency, advance, both, sum) => {
    const lines = [first, second].map((line) => ({ ...line, currency }));
    const facility = { ...request.facility, currency };
    const totals = { ...request.totals, advanceMinor: 1_742_542 };
    const asked = { ...request, facility, lines, totals };
    expect(financing(asked)).toContain(`<ReqdAmt><Amt Ccy="${currency}">${advance}</Amt>`);
    expect(assignment(asked)).toContain(`<TtlReqFincg><Amt Ccy="${currency}">${both}</Amt>`);
    const control = assignment(requestFor({}, currency));
    expect(control).toContain(`<CtrlSum>${sum}</CtrlSum>`);
  });

  test('instalments of one number are one invoice, those of another debtor another', () => {
    const later = { ...first, lineNumber: 4, instalment: 2, dueOn: '2027-03-15' };
    const foreign = { ...first, lineNumber: 5, debtor: second.debtor };
    const read = readXml(financing(withLines([first, second, later, foreign])));
    const invoices = read.ok ? all(read.root, 'InvcFincgReq/InvcReqInf') : [];
    expect(
      invoices.map((invoice) => all(invoice, 'InstlmtInf/SeqId').map(({ text }) => text)),
    ).toEqual([['1/1', '4/2'], ['2/1'], ['5/1']]);
    expect(textAt(invoices[0], 'InvcTtlsInf/TtlInvcAmt')).toBe('25001.00');
    expect(textAt(invoices[0], 'ReqdAmt/Amt')).toBe('21250.84');
    expect(financing(withLines([first, later]))).toContain(
      '<Prtry>REQUESTED 4/2</Prtry></InfTp><InfVal>EUR 10625.42</InfVal>',
    );
  });

  test('a control sum is exact whatever currencies it goes over', () => {
    const amount = fc.integer({ min: 1, max: 2 ** 50 });
    const currency = fc.constantFrom('EUR', 'JPY', 'TND', 'CLF');
    const decimals: Record<string, number> = { EUR: 2, JPY: 0, TND: 3, CLF: 4 };
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, currency), { minLength: 1, maxLength: 8 }), (given) => {
        const lines = given.map(([faceMinor, currency], index) => {
          const number = `N-${index}`;
          return { ...first, lineNumber: index + 1, number, currency, faceMinor, openMinor: 1 };
        });
        const exact = given.reduce(
          (sum, [minor, code]) => sum + BigInt(minor) * 10n ** BigInt(4 - (decimals[code] ?? 0)),
          0n,
        );
        const read = readXml(assignment(withLines(lines)));
        const stated = read.ok ? textAt(read.root, 'InvcAssgnmtReq/CtrlSum') : '';
        const [whole = '', fraction = ''] = stated.split('.');
        expect(BigInt(whole + fraction.padEnd(4, '0'))).toBe(exact);
      }),
    );
  });

  test('credit notes are credit items, positive, each on the line it lowers', () => {
    const body = credits(creditSchedule({}, 'TND'));
    const read = readXml(body);
    const items = read.ok ? all(read.root, 'InvcAssgnmtReq/AssgnmtList/FinItm') : [];
    expect(items.map((item) => textAt(item, 'CdtDbtInd'))).toEqual(['CRDT', 'CRDT']);
    expect(items.map((item) => textAt(item, 'TtlAmt/TtlInvcAmt'))).toEqual(['30.025', '10.001']);
    expect(items.map((item) => textAt(item, 'InstlmtInf/SeqId'))).toEqual(['1', '2']);
    expect(body).toContain('<ItmListIdr>FR-2026-0007</ItmListIdr><ItmIdr>INV-1001</ItmIdr>');
    expect(body).not.toMatch(/>-/);
  });

  test('a pledge brings the digest of its certificate, and says that it is one', () => {
    const body = assignment(requestFor({ mode: 'pledge' }));
    expect(body).toContain(`<DgstAlgo>HS25</DgstAlgo><Dgst>${'c'.repeat(64)}</Dgst>`);
    expect(body).toContain('<RltdDoc>CERTIFICATE</RltdDoc>');
    expect(body).toContain('<Id>PLEDGE-WITH-RECOURSE</Id>');
  });

  test('any text is well-formed and is read back, and a number is never cut', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, (raw) => {
        const number = `N${raw}`;
        const body = assignment(withLines([{ ...first, number }]));
        const read = readXml(body);
        const list = 'InvcAssgnmtReq/AssgnmtList/FinItm/ItmCntxt/Idr';
        const kept = number
          .replace(/\s+/g, ' ')
          .replace(/[^\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
        expect(read.ok && textAt(read.root, list)).toBe(kept.trim());
      }),
    );
  });
});

describe('what the factor says', () => {
  const result = (code: string, amount = '', reason = '') =>
    [
      `<FincgReqSts>${code}</FincgReqSts>`,
      reason && `<StsRsn><Prtry>${reason}</Prtry></StsRsn>`,
      amount && `<FincdAmt><Amt Ccy="EUR">${amount}</Amt></FincdAmt>`,
    ].join('');
  const invoice = (word: string, instalments: [string, string][]) =>
    `<InvcFincgDtls><OrgnlInvcInf><DocNb>INV-1</DocNb></OrgnlInvcInf><InvcFincgRslt>${word}</InvcFincgRslt>${instalments
      .map(
        ([sequence, result]) =>
          `<InstlmtFincgInf><InstlmtSeqId>${sequence}</InstlmtSeqId><InstlmtFincgRslt>${result}</InstlmtFincgRslt></InstlmtFincgInf>`,
      )
      .join('')}</InvcFincgDtls>`;
  const status = (details: string, { total = '', technical = 'RCCF', cancellation = '' } = {}) =>
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:tsin.002.001.01"><InvcFincgReqSts><StsId><Id>S-1</Id></StsId><OrgnlReqInfAndSts><Id>FR-1</Id><VldtnStsInf><Sts>${technical}</Sts></VldtnStsInf>${cancellation}</OrgnlReqInfAndSts>${
      details &&
      `<FincgInfAndSts><FincgAllwdSummry><TtlFincdAmt Ccy="EUR">${total}</TtlFincdAmt></FincgAllwdSummry>${details}</FincgInfAndSts>`
    }</InvcFincgReqSts></Document>`;
  const stateOf = (...bodies: string[]) =>
    toState(bodies.map(readStatus).flatMap((read) => read ?? []));
  const funded = (line: number, amountMinor: number) => ({
    lineNumber: line,
    status: 'funded',
    amountMinor,
    currency: 'EUR',
  });
  const pending = (line: number) => ({ lineNumber: line, status: 'pending' });
  const yes = result('FNCD', '10.00');
  const no = result('NTFD', '', 'DEBTOR_LIMIT');
  const declined = (line: number) => ({
    lineNumber: line,
    status: 'declined',
    reason: 'limit_exceeded',
    detail: 'DEBTOR_LIMIT',
  });

  test.each([
    ['a yes', invoice(yes, [['1/1', yes]]), '10.00', [funded(1, 1000)]],
    [
      'a yes and a no',
      invoice(yes, [
        ['1/1', yes],
        ['2/2', no],
      ]),
      '10',
      [funded(1, 1000), declined(2)],
    ],
    ['a no', invoice(no, [['1/1', no]]), '0.00', [declined(1)]],
    ['a wait', invoice(result('PDNG'), [['1/1', result('PDNG')]]), '0.00', [pending(1)]],
    [
      'a word nobody knows',
      invoice(yes, [['1/1', result('DONE', '10.00')]]),
      '10.00',
      [pending(1)],
    ],
    [
      'a yes under a word nobody knows',
      invoice(result('DONE'), [['1/1', yes]]),
      '10.00',
      [pending(1)],
    ],
    ['a yes on an invoice with a no', invoice(no, [['1/1', yes]]), '10.00', [pending(1)]],
    ['a yes without an amount', invoice(yes, [['1/1', result('FNCD')]]), '0', [pending(1)]],
    ['a total that is another', invoice(yes, [['1/1', yes]]), '10.01', [pending(1)]],
    ['no total', invoice(yes, [['1/1', yes]]), '', [pending(1)]],
    [
      'too many decimals',
      invoice(yes, [['1/1', result('FNCD', '10.005')]]),
      '10.005',
      [pending(1)],
    ],
    ['an instalment not ours', invoice(yes, [['X', yes]]), '10.00', [funded(0, 1000)]],
    ['an invoice alone', invoice(no, []), '0', [declined(0)]],
  ])('%s', (_what, details, total, lines) => {
    expect(stateOf(status(details, { total })).lines).toEqual(lines);
  });

  test('in whatever order and however often it says it', () => {
    const messages = [
      status(''),
      status(
        invoice(result('PDNG'), [
          ['1/1', result('PDNG')],
          ['2/2', result('PDNG')],
        ]),
        { total: '0' },
      ),
      status(
        invoice(yes, [
          ['1/1', yes],
          ['2/2', result('PDNG')],
        ]),
        { total: '10.00' },
      ),
      status(
        invoice(yes, [
          ['1/1', yes],
          ['2/2', no],
        ]),
        { total: '10.00' },
      ),
    ];
    const sorted = (bodies: string[]) =>
      stateOf(...bodies).lines.toSorted((left, right) => left.lineNumber - right.lineNumber);
    fc.assert(
      fc.property(fc.shuffledSubarray([...messages, ...messages], { minLength: 1 }), (told) => {
        const whole = sorted([...told, ...messages]);
        expect(whole).toEqual([funded(1, 1000), declined(2)]);
      }),
    );
    const other = status(invoice(no, [['1/1', no]]), { total: '0' });
    expect(stateOf(...messages, other).lines[0]).toEqual(pending(1));
  });

  test.each([
    ['RCCF', 'received'],
    ['RCER', 'rejected'],
    ['ZZZZ', 'pending'],
  ])('%s alone is %s', (technical, expected) => {
    expect(stateOf(status('', { technical })).status).toBe(expected);
  });

  test('funds nothing in a message received in error', () => {
    const said = status(invoice(yes, [['1/1', yes]]), { total: '10.00', technical: 'RCER' });
    expect(stateOf(said)).toMatchObject({ status: 'rejected', lines: [pending(1)] });
  });

  test.each([
    ['<CxlStsInf><Sts>PACK</Sts></CxlStsInf>', { status: 'accepted' }],
    [
      '<CxlStsInf><Sts>REJT</Sts><StsRsn><Cd>CA03</Cd></StsRsn></CxlStsInf>',
      { status: 'refused', detail: 'CA03' },
    ],
    ['<CxlStsInf><Sts>REJT</Sts></CxlStsInf>', { status: 'refused', detail: 'REJT' }],
    ['<CxlStsInf><Sts>MAYB</Sts></CxlStsInf>', { status: 'pending' }],
    ['', undefined],
  ])('of a cancellation %s', (cancellation, expected) => {
    expect(stateOf(status('', { cancellation })).cancellation).toEqual(expected);
  });

  test.each([
    ['ID01', 'duplicate'],
    ['BE11', 'unknown_party'],
    ['DT02', 'not_eligible'],
    ['MI01', 'invalid_message'],
    ['AC04', 'refused_by_partner'],
    ['NA01', 'refused_by_partner'],
    ['toString', 'refused_by_partner'],
  ])('with the reason %s is %s, and the word is kept', (code, reason) => {
    const word = `${result('NTFD')}<StsRsn><Cd>${code}</Cd></StsRsn><AddtlStsRsnInf>so</AddtlStsRsnInf>`;
    const { lines } = stateOf(status(invoice(word, [['1/1', word]]), { total: '0' }));
    expect(lines).toEqual([{ lineNumber: 1, status: 'declined', reason, detail: `${code}: so` }]);
  });

  test('is understood under a prefix, and not in another namespace', () => {
    const plain = status(invoice(yes, [['1/1', yes]]), { total: '10.00' });
    const prefixed = plain.replace(/<(\/?)(\w)/g, '<$1t:$2').replace('xmlns=', 'xmlns:t=');
    expect(stateOf(prefixed)).toEqual(stateOf(plain));
    expect(readStatus(plain.replace('tsin.002.001.01', 'tsin.002.001.02'))).toBeUndefined();
    expect(readStatus(plain.replace('xmlns=', 'xmlns:x='))).toBeUndefined();
    const foreign = plain.replace('<VldtnStsInf>', '<VldtnStsInf xmlns="urn:other">');
    expect(readStatus(foreign)?.technical.code).toBe('');
  });

  test.each([
    ['an entity of its own', '<!DOCTYPE d [<!ENTITY a "b">]>'],
    ['an entity from elsewhere', '<!DOCTYPE d SYSTEM "file:///etc/passwd">'],
    ['a thousand laughs', '<!doctype d [<!ENTITY a "&b;&b;"><!ENTITY b "ha">]>'],
    ['a declaration in the middle', '<?xml version="1.0"?>\n<!\tDOCTYPE d>'],
  ])('with %s is not read', (_what, head) => {
    expect(readStatus(`${head}${status('')}`)).toBeUndefined();
  });

  test('is not read when it is broken, endless or something else', () => {
    expect(readStatus(status('').slice(0, -3))).toBeUndefined();
    expect(readStatus(`${status('')}${' '.repeat(4_000_000)}`)).toBeUndefined();
    const many = Array.from({ length: 2_000 }, (_, index) => `a${index}="1"`).join(' ');
    expect(readStatus(status('').replace('<StsId>', `<StsId ${many}>`))).toBeUndefined();
    const prefixes = Array.from({ length: 20 }, (_, index) => `xmlns:p${index}="u"`).join(' ');
    expect(readStatus(status('').replace('<StsId>', `<StsId ${prefixes}>`))).toBeUndefined();
    expect(readStatus('<html>gateway</html>')).toBeUndefined();
    expect(readStatus('')).toBeUndefined();
    expect(readStatus('<a>'.repeat(5_000) + '</a>'.repeat(5_000))).toBeUndefined();
    for (const twice of ['x="1" x="2"', 'xmlns:p="u" xmlns:p="u"', 'p:x="1"', 'x=1', 'x']) {
      expect(readStatus(status('').replace('<StsId>', `<StsId ${twice}>`))).toBeUndefined();
    }
    expect(readStatus(`${status('')}<a/>`)).toBeUndefined();
    expect(readStatus(`${status('')}<![CDATA[a]]>`)).toBeUndefined();
    expect(readStatus(status('').replace('FR-1', 'FR-&one;'))).toBeUndefined();
    const inherited = status('').replace('<StsId>', '<StsId hasOwnProperty="1" __proto__="2">');
    expect(readStatus(inherited)?.reference).toBe('FR-1');
    const proto = status('').replace('<VldtnStsInf>', '<__proto__><x/></__proto__><VldtnStsInf>');
    expect(readStatus(proto)?.technical.code ?? 'RCCF').toBe('RCCF');
  });

  test('no bytes of any kind make the reader throw', () => {
    const body = status(invoice(yes, [['1/1', yes]]), { total: '10.00' });
    fc.assert(
      fc.property(
        fc.nat(body.length),
        fc.string({ unit: 'binary', maxLength: 12 }),
        (at, noise) => {
          const broken = body.slice(0, at) + noise + body.slice(at + noise.length);
          const read = readStatus(broken);
          if (read) expect(toState([read]).partnerReference).not.toBe('');
        },
      ),
    );
  });
});
