import type { ContractClient } from '#renderer/api/connect.ts';

/** The calls of the contract that a candidate's page makes. */
export type CandidateClient = Pick<ContractClient, 'app' | 'readAloud' | 'receipt' | 'session'>;
