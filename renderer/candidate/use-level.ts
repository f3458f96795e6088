import { useEffect, useState } from 'react';
import type { CaptureSession } from '#renderer/capture/capture-session.ts';
import { createLevelMeter, type MeterReading } from '#renderer/capture/level-meter.ts';

const SILENT: MeterReading = { levelDbfs: -120, fraction: 0, isClipping: false };

/** The level of the open microphone, some ten times a second. */
export function useLevel(session: CaptureSession | null): MeterReading {
  const [reading, setReading] = useState(SILENT);
  useEffect(() => {
    if (session === null) return;
    const meter = createLevelMeter();
    let last = 0;
    const stop = session.levels((frames) => {
      const next = meter.add(frames);
      if (performance.now() - last < 80) return;
      last = performance.now();
      setReading(next);
    });
    return () => {
      stop();
      setReading(SILENT);
    };
  }, [session]);
  return reading;
}
