import { z } from 'zod';

/** An order of a product: the answer names a delivery, in which the decision comes. */
export type OrderBody = {
  productCode: string;
  easyNumber: string;
  customerReference: string;
  requestedAmount: string;
  currencyCode: string;
  effectiveDate: string;
  urgent: boolean;
};

export const TokenAnswer = z.object({ idToken: z.string().min(1) });

const Identifier = z.union([z.string().min(1), z.int()]).transform(String);
const Text = z.string().nullish();

export const CompanyList = z.object({
  companies: z.array(z.object({ easyNumber: Identifier, name: Text })),
  count: z.int(),
});

export const OrderTaken = z.object({ deliveryId: Identifier, customerReference: Text });
export const OrderList = z.array(OrderTaken);

export const Delivered = z.object({
  deliveryId: Identifier,
  status: z.string().min(1),
  creditDecision: z.object({ coverId: Identifier, decisionCode: z.string() }).nullish(),
});

export const Cover = z.object({
  coverId: Identifier,
  easyNumber: Identifier,
  companyName: Text,
  kind: z.string(),
  decisionCode: z.string().min(1),
  amount: z.string(),
  currencyCode: z.string(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullish(),
  decisionDate: z.iso.date(),
});
export type Cover = z.infer<typeof Cover>;
export const CoverList = z.array(Cover);

/** Their documented error. */
export const Refusal = z.object({ code: z.string().min(1), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;
