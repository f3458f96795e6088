import type { Check, PublicationsProbe } from './ports.ts';

/** Whether everything that head office published is in use here. */
export function checkPublications(probe: PublicationsProbe): Check {
  return {
    id: 'publications',
    async run() {
      if (!probe.isEnrolled()) return null;
      const troubles = probe.troubles();
      const refused = troubles.find(({ state }) => state === 'refused');
      if (refused !== undefined) {
        const { kind, id, version } = refused;
        return { result: 'warn', code: 'publication_refused', values: { kind, id, version } };
      }
      const [kept] = troubles;
      if (kept !== undefined)
        return { result: 'warn', code: 'publication_kept', values: { kind: kept.kind, count: troubles.length } };
      return { result: 'pass', code: 'publications_in_use', values: { count: probe.count() } };
    },
  };
}
