import { execFile } from 'node:child_process';

/** Whoever started the kiosk and watches over it (systemd). */
export interface ServiceManager {
  /** The kiosk can be used. Told once, however often it is called. */
  ready(): void;
  /** It lives. Whoever does not say so in time is ended and started again. */
  alive(): void;
  /** How often it wants to hear that, in ms; null: nobody watches. */
  readonly aliveEveryMs: number | null;
}

const NOTIFY = 'systemd-notify';

/**
 * systemd's watchdog, where it started us. Node has no datagram sockets in the file system, so its own small program speaks for us; the
 * unit therefore says `NotifyAccess=all`. `WATCHDOG_PID` is not looked at: it names the compositor around us.
 *
 * @param env of this process; systemd's `NOTIFY_SOCKET` and `WATCHDOG_USEC` are taken out of it, because programs we start (an X server
 *   does) would tell systemd that they are ready
 */
export function serviceManager(env: NodeJS.ProcessEnv, log: (line: string) => void): ServiceManager {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: period } = env;
  delete env['NOTIFY_SOCKET'];
  delete env['WATCHDOG_USEC'];
  if (socket === undefined || socket === '')
    return { ready: () => undefined, alive: () => undefined, aliveEveryMs: null };
  const periodMs = Number(period ?? 0) / 1000;
  let isReady = false;
  let isSpeaking = false;

  function tell(words: readonly string[]): void {
    isSpeaking = true;
    execFile(NOTIFY, words, { env: { NOTIFY_SOCKET: socket, PATH: env['PATH'] } }, (error, _stdout, stderr) => {
      isSpeaking = false;
      if (error !== null) log(`service manager: not told (${stderr.trim() || error.message})`);
    });
  }
  return {
    ready() {
      if (isReady) return;
      isReady = true;
      tell(['--ready', '--status=The kiosk can be used.']);
    },
    alive() {
      // one at a time: words of a slow machine must not pile up
      if (!isSpeaking) tell(['WATCHDOG=1']);
    },
    // twice in the time given, and once more in case one word is lost
    aliveEveryMs: periodMs > 0 ? Math.floor(periodMs / 3) : null,
  };
}
