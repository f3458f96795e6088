import { isInElectron } from './electron-carrier.ts';

// the name of preload/index.ts
const START_ANEW = 'anteroom:start-anew';

/**
 * Ends this page: a new one, whose memory knows nothing of it, takes its place. Electron lets no page navigate, not even to itself,
 * so there the shell is asked for a new window; in a browser the page reloads.
 */
export function startAnew(): void {
  if (isInElectron()) window.postMessage(START_ANEW, location.origin);
  else location.reload();
}
