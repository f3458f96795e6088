/** One line of the hub's log; never carries a token or a record body. */
export type HubLog = (event: string, fields: Readonly<Record<string, string | number>>) => void;
