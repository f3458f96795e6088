import { createContext, use, type ReactNode } from 'react';
import type { ContractClient } from '#renderer/api/connect.ts';

/** The calls of the contract that a page of the site's people makes. */
export type ManagerClient = Pick<
  ContractClient,
  | 'audit'
  | 'decision'
  | 'enrolment'
  | 'expected'
  | 'insights'
  | 'jobs'
  | 'paper'
  | 'proposal'
  | 'rating'
  | 'readiness'
  | 'receipt'
  | 'review'
  | 'session'
  | 'settings'
  | 'staff'
  | 'sync'
>;

const ClientContext = createContext<ManagerClient | null>(null);

export function ManagerClientProvider({
  client,
  children,
}: {
  readonly client: ManagerClient;
  readonly children: ReactNode;
}) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useManagerClient(): ManagerClient {
  const client = use(ClientContext);
  if (client === null) throw new Error('There is no ManagerClientProvider around this screen.');
  return client;
}
