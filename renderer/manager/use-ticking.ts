import { useEffect, useState } from 'react';

const monotonic = (): number => performance.now();

/** A clock in ms, read again every `everyMs` while the screen stands; the page's monotonic clock unless told otherwise. */
export function useTicking(everyMs: number, read: () => number = monotonic): number {
  const [now, setNow] = useState(read);
  useEffect(() => {
    const timer = setInterval(() => setNow(read()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, read]);
  return now;
}
