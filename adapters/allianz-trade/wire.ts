import { z } from 'zod';

/** A policy is a triple. */
export type WirePolicy = { businessUnitCode: string; policyId: string; extensionId?: string };

/** `POST …/covers`, version 3: no field for a reference of ours is known. */
export type CoverBody = {
  requestTypeCode: 'Primary' | 'GradeCover';
  policy: WirePolicy;
  creditLimitDetails?: { requestedAmount: number; currencyCode: string };
  companyId: string;
  isRequestUrgent: boolean;
};

/** `POST …/overdues`, by a third party's reconstruction: in use only where its path is configured. */
export type OverdueBody = {
  policyId: string;
  overdueCategoryTypeCode: 'OVD' | 'EXP' | 'RES';
  debtorId: string;
  debtorName: string;
  overdueAmount: string;
  currency: string;
  dueDate: string;
  invoiceReference: string;
};

export const TokenAnswer = z.object({ access_token: z.string().min(1) });

/** A submission answers with a bare value: the job's number. */
export const JobId = z.union([z.string().min(1), z.int()]).transform(String);
export const Job = z.object({
  jobStatusCode: z.string().min(1),
  resourceUrl: z.string().nullish(),
});

const Text = z.string().nullish();
const Identifier = z.union([z.string().min(1), z.int()]).transform(String);
const Amount = z.number();

export const CreditLimit = z.object({
  technicalDecisionStatusCode: Text,
  amount: Amount,
  currencyCode: Text,
  startDate: Text,
  endDate: Text,
});

export const Cover = z.object({
  coverId: Identifier,
  coverStatusCode: z.string().min(1),
  companyId: Identifier,
  companyName: Text,
  decisionDate: Text,
  creditLimitsAggregation: z.object({ creditLimits: z.array(CreditLimit) }).nullish(),
});
export type Cover = z.infer<typeof Cover>;
export const CoverList = z.array(Cover);

export const CoverRequest = z.object({
  requestId: Identifier,
  coverId: Identifier.nullish(),
  companyId: Identifier.nullish(),
  creditLimitDetails: z.object({ requestedAmount: Amount, currencyCode: z.string() }).nullish(),
});
export type CoverRequest = z.infer<typeof CoverRequest>;
export const CoverRequestList = z.array(CoverRequest);

export const Matching = z.object({
  results: z.array(
    z.object({
      company: z.object({
        companyId: Identifier,
        legalData: z.object({ companyName: Text }).nullish(),
      }),
    }),
  ),
});

export const Overdue = z.object({
  overdueId: Identifier,
  status: z.string().min(1),
  invoiceReference: Text,
});
export const OverdueList = z.union([
  z.array(Overdue),
  z.object({ data: z.array(Overdue) }).transform(({ data }) => data),
]);

/** No official text of an error's body was found; both forms were seen in clients. */
export const Refusal = z.object({ code: z.string().optional(), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;
