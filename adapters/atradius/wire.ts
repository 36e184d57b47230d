import { z } from 'zod';

export const paths = {
  token: '/authenticate/v2/tokens',
  buyers: '/credit-insurance/organisation-management/v1/buyers',
  covers: '/credit-insurance/cover-management/v1/covers',
  decisions: '/credit-insurance/cover-management/v1/covers/decisions',
  applications: '/credit-insurance/cover-management/v1/covers/applications',
} as const;

/**
 * `POST …/covers`; the amount is a number in whole currency, a multiple of 1,000. A credit check is of
 * a standard small amount and names none.
 */
export type CoverApplication = {
  customerId: number;
  policyId: string;
  buyerId: number;
  effectFromDate: string;
  customerRefNumber: string;
} & (
  | { coverType: 'credit-limit'; currencyCode: string; creditLimitAmount: number }
  | { coverType: 'credit-check' }
);

export const Application = z.object({ policyId: z.string() });

export const TokenAnswer = z.object({ data: z.object({ access_token: z.string().min(1) }) });

/** Identifiers come as numbers and as text. */
const Identifier = z.union([z.string().min(1), z.int()]).transform(String);
/** Amounts come as text, sometimes empty; dates as days or as timestamps of two offsets. */
const Text = z.string().nullish();

export const Applied = z.object({ data: z.array(z.object({ coverId: Identifier })).min(1) });

const Amount = z.object({ decisionAmtInPolicyCurrency: Text, decisionExpiryDate: Text });

const Condition = z.object({
  conditionCode: Identifier.nullish().catch(undefined),
  conditionDescription: Text.catch(undefined),
  conditionCategoryDescription: Text.catch(undefined),
});

export const CoverRecord = z.object({
  coverId: Identifier,
  policyId: Identifier,
  buyerId: Identifier,
  buyerName: Text,
  customerRefNumber: Text,
  coverType: Text,
  coverStatus: Text,
  decisionCode: Text,
  historicCode: Text,
  pendingProcessIndicator: Text,
  policyCurrencyCode: z.string(),
  creditLimitApplicationAmountInPolicyCurrency: Text,
  totalDecision: z
    .object({
      decisionAmtInPolicyCurrency: Text,
      /** What is no condition as described is one all the same, without its code. */
      decisionConditions: z.array(Condition.catch({})).nullish(),
    })
    .nullish(),
  firstAmtDecision: Amount.nullish(),
  secondAmtDecision: Amount.nullish(),
  decisionDate: Text,
  effectFromDate: Text,
  withdrawalDate: Text,
  effectiveToDate: Text,
});
export type CoverRecord = z.infer<typeof CoverRecord>;

export const CoverList = z.object({ data: z.array(CoverRecord) });

/** The documented record of a buyer carries no name; one that is sent is kept. */
export const BuyerList = z.object({
  data: z.array(z.object({ buyerId: Identifier, buyerName: Text })),
});

/** The insurer's own errors, and those of the gateway in front of it. */
export const Refusal = z.union([
  z.object({
    errors: z
      .array(
        z.object({
          detail: z.string(),
          source: z.object({ parameter: z.string().nullish() }).nullish(),
        }),
      )
      .min(1),
  }),
  z.object({ faultstring: z.string() }),
]);
export type Refusal = z.infer<typeof Refusal>;
