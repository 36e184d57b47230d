import type { MappedField } from '../mapping.ts';

export type SuggestedField = MappedField | 'kind';

/** What ledgers call their columns, in English, German, French and Chinese; compared by `aliasKey`. */
export const aliases: Readonly<Record<SuggestedField, readonly string[]>> = {
  number: list(`
    invoice number, invoice no, invoice nr, invoice id, invoice, document number, document no,
    doc no, doc number, reference number, bill number, voucher number, number, no, belegnummer,
    beleg nr, belegnr, rechnungsnummer, rechnungsnr, rechnung, numéro de facture, n° facture, no
    facture, numéro facture, facture, numéro de pièce, n° pièce, 发票号, 发票号码, 发票编号, 单据号, 单据编号, 票号
  `),
  debtorId: list(`
    customer id, customer number, customer no, customer code, customer, account no, debtor id,
    debtor number, debtor no, debtor code, debtor, buyer id, client id, account number, cust id,
    cust no, kundennummer, kunden nr, kundennr, debitor, debitorennummer, debitor nr, code
    client, n° client, numéro client, id client, 客户编号, 客户编码, 客户代码, 客户号, 买方编号, 债务人编号
  `),
  debtorName: list(`
    customer name, debtor name, buyer name, client name, name, company name, bill to,
    kundenname, kunde, name 1, name1, debitorenname, debitorname, firma, nom client, nom du client, client,
    raison sociale, débiteur, 客户名称, 客户, 买方名称, 购买方, 购货单位, 债务人, 债务人名称, 付款方, customer, debtor,
    buyer, debitor
  `),
  country: list(`
    country, country code, customer country, debtor country, land, länderkennzeichen,
    ländercode, pays, code pays, 国家, 国别, 国家代码, 国家地区
  `),
  issuedOn: list(`
    invoice date, issue date, issued, issued on, document date, doc date, bill date, posting
    date, date, rechnungsdatum, belegdatum, ausstellungsdatum, datum, date de facture, date
    facture, date d'émission, date émission, date de pièce, 发票日期, 开票日期, 开票日, 单据日期, 业务日期, 日期
  `),
  dueOn: list(`
    due date, due, due on, net due date, maturity, maturity date, payment due date, fälligkeit,
    fälligkeitsdatum, fällig am, nettofälligkeit, échéance, date échéance, date d'échéance, date
    limite de paiement, 到期日, 到期日期, 应收到期日, 付款到期日
  `),
  termsDays: list(`
    payment terms, terms, payment terms days, credit days, terms days, zahlungsziel,
    zahlungsbedingung, zahlungsbedingungen, délai de paiement, conditions de paiement, 账期, 付款条件,
    信用期, 账期天数, 信用天数
  `),
  face: list(`
    invoice amount, amount, original amount, document amount, total amount, total, gross amount,
    face amount, invoice total, face value, betrag, rechnungsbetrag, bruttobetrag, belegbetrag,
    gesamtbetrag, montant, montant ttc, montant facture, montant initial, 金额, 发票金额, 开票金额, 价税合计,
    原币金额, 应收金额, 含税金额
  `),
  open: list(`
    open, open amount, amount open, outstanding, outstanding amount, balance, balance due, amount due,
    open balance, remaining amount, unpaid amount, offener betrag, offen, restbetrag, offener
    posten, saldo, solde, reste à payer, montant ouvert, solde dû, montant restant, 余额, 未收金额,
    应收余额, 未付金额, 未核销金额, 剩余金额
  `),
  currency: list(`
    currency, currency code, ccy, curr, cur, document currency, währung, waehrung,
    währungsschlüssel, devise, monnaie, code devise, 币种, 货币, 币别, 原币
  `),
  settledOn: list(`
    settled date, settled on, settlement date, clearing date, paid date, payment date, paid on,
    date paid, cleared on, ausgleichsdatum, zahlungsdatum, bezahlt am, date de règlement, date
    règlement, date de paiement, date de lettrage, 结清日期, 收款日期, 核销日期, 付款日期, 回款日期
  `),
  disputed: list(`
    disputed, dispute, in dispute, dispute flag, strittig, reklamation, bestritten, litige, en
    litige, contesté, 争议, 是否争议, 有争议, 纠纷
  `),
  disputedAmount: list(`
    disputed amount, dispute amount, strittiger betrag, montant en litige, montant contesté,
    争议金额
  `),
  fiscalYear: list(`
    fiscal year, financial year, year, geschäftsjahr, exercice, année fiscale, 会计年度, 财年, 年度
  `),
  instalment: list(`
    instalment, installment, instalment number, installment number, line item, rate, teilbetrag
    nr, ratennummer, tranche, numéro échéance, 期数, 分期, 期次
  `),
  references: list(`
    references, invoice reference, reference invoice, original invoice, related invoice,
    credited invoice, rechnungsbezug, bezug, bezugsrechnung, facture de référence, facture
    origine, 原发票号, 对应发票, 关联发票, 红冲发票号
  `),
  seller: list(`
    seller, seller id, company code, entity, legal entity, buchungskreis, verkäufer, vendeur,
    société, code société, 销售方, 卖方, 公司代码, 销货单位
  `),
  ledger: list('ledger, ledger name, nebenbuch, hauptbuch, journal, 账簿, 账套'),
  kind: list(`
    type, document type, doc type, transaction type, kind, belegart, belegtyp, typ, type de pièce,
    type de document, nature, 单据类型, 类型, 票据类型, 发票类型
  `),
};

/** What the words of a kind column mean. */
export const kindWords: Readonly<Record<string, 'invoice' | 'credit_note' | 'unapplied_cash'>> = {
  ...meaning('invoice', 'invoice, inv, in, i, rechnung, re, rv, dr, facture, fa, 发票, 蓝字发票'),
  ...meaning(
    'credit_note',
    `credit note, credit memo, credit, cn, cm, gutschrift, gs, dg, rechnungskorrektur, avoir, av,
    note de crédit, 红字发票, 红字, 贷项, 贷项通知单, 退款`,
  ),
  ...meaning(
    'unapplied_cash',
    `payment, unapplied cash, unapplied, payment on account, on account, cash, zahlung,
    zahlungseingang, dz, akonto, acompte, paiement, 预收款, 预收, 收款`,
  ),
};

/** "Invoice_No." and "invoiceNo" are the same words. */
export function aliasKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}°]/gu, '');
}

function list(text: string): string[] {
  return text.split(',').map((word) => word.trim().replace(/\s+/g, ' '));
}

function meaning<Kind extends string>(kind: Kind, words: string): Record<string, Kind> {
  return Object.fromEntries(list(words).map((word) => [word, kind]));
}
