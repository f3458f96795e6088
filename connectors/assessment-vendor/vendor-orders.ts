import type { InterviewResult } from '#shared/result.ts';

/** An interview that can be ordered: a job of ours. */
export type OrderableInterview = { readonly id: string; readonly name: string; readonly description: string };

/** Who is to be interviewed, as the recruiting system says it. */
export type OrderedCandidate = {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** The candidate's page there. */
  readonly profileUrl: string | null;
  /** The candidate's id there. */
  readonly externalId: string | null;
};

export type NewOrder = {
  readonly system: 'greenhouse' | 'ashby';
  /** Of an `OrderableInterview`. */
  readonly interviewId: string;
  /** Names this request there: the same one twice is one order. */
  readonly requestKey: string;
  readonly candidate: OrderedCandidate;
  /** Where to tell that there is news; Greenhouse gives one for each order. */
  readonly noticeUrl: string | null;
};

export type VendorOrder = {
  readonly id: string;
  readonly state: 'open' | 'cancelled';
  /** The newest revision; null before there is one. */
  readonly result: InterviewResult | null;
  /** The person has come to a kiosk. */
  readonly hasBegun: boolean;
};

/** Orders and results, where the hub keeps them. */
export type VendorOrders = {
  readonly interviews: () => Promise<readonly OrderableInterview[]>;
  /** Places an order, or finds the one that was placed by the same request before. Null: there is no such interview. */
  readonly place: (order: NewOrder) => Promise<VendorOrder | null>;
  readonly find: (system: NewOrder['system'], id: string) => Promise<VendorOrder | null>;
  /** False: it has a result already and stays as it is. */
  readonly cancel: (system: NewOrder['system'], id: string) => Promise<boolean>;
};
