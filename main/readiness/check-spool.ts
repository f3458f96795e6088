import type { Check, SpoolProbe } from './ports.ts';

/** What CUPS does where its configuration says nothing (cupsd.conf(5)). */
const DEFAULTS: Readonly<Record<string, number>> = { preservejobfiles: 86_400, preservejobhistory: Infinity };
const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const HOUR_S = 3600;

/** A time as cupsd.conf writes it, in seconds; null where it is none. */
function secondsOf(value: string): number | null {
  if (/^(yes|on|true|enabled)$/i.test(value)) return Infinity;
  if (/^(no|off|false|disabled)$/i.test(value)) return 0;
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhdw]?)$/i.exec(value) ?? [];
  return number === undefined ? null : Number(number) * (SECONDS[unit.toLowerCase()] ?? 1);
}

/** For how many seconds a printed file stays with CUPS; null where the configuration cannot be understood. */
function keptSeconds(config: string): number | null {
  const said = new Map<string, number | null>(Object.entries(DEFAULTS));
  for (const line of config.split('\n')) {
    const [, name = '', value = ''] = /^\s*(\w+)\s+([^#]*)/.exec(line) ?? [];
    // the last word counts, as with CUPS itself
    if (said.has(name.toLowerCase())) said.set(name.toLowerCase(), secondsOf(value.trim()));
  }
  const all = [...said.values()];
  // a job that is forgotten takes its files with it: the shorter of the two counts
  return all.includes(null) ? null : Math.min(...all.map((seconds) => seconds ?? Infinity));
}

/** Whether what was printed stays on the disk of this computer, where nothing of ours seals it or deletes it. */
export function checkSpool(probe: SpoolProbe): Check {
  return {
    id: 'spool',
    async run() {
      if (!probe.isChosen()) return null;
      const config = await probe.readConfig();
      const seconds = config === null ? null : keptSeconds(config);
      // said plainly: what could not be read is not good, only unknown
      if (seconds === null) return { result: 'warn', code: 'spool_unknown', values: {} };
      if (seconds === 0) return { result: 'pass', code: 'spool_empty', values: {} };
      if (seconds === Infinity) return { result: 'warn', code: 'spool_keeps_for_ever', values: {} };
      return { result: 'warn', code: 'spool_keeps_files', values: { hours: Math.ceil(seconds / HOUR_S) } };
    },
  };
}
