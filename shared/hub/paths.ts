/** Paths of the hub's own API (HR, recruiting channels, check providers); `WIRE_PATHS` are those of kiosks. */
export const HUB_PATHS = {
  candidates: '/v1/candidates',
  mergeProposals: '/v1/merge-proposals',
  workflows: '/v1/workflows',
  applications: '/v1/applications',
  proposals: '/v1/proposals',
  rulesRun: '/v1/rules/run',
  queue: '/v1/queue',
  imports: '/v1/imports',
  channels: '/v1/channels',
  slots: '/v1/slots',
  invitations: '/v1/interview-invitations',
  messageSettings: '/v1/message-settings',
  partners: '/v1/partners',
  checks: '/v1/checks',
  connectors: '/v1/connectors',
  erasures: '/v1/erasures',
} as const;
