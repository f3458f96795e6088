import { useEffect, useState } from 'react';

/** The page's monotonic clock in ms, renewed every `everyMs` while the screen stands. */
export function useTicking(everyMs: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
