import { useEffect, useState } from 'react';
import { createLevelMeter, type MeterReading } from '#renderer/capture/level-meter.ts';
import type { LevelSource } from './handset-levels.ts';

const SILENT: MeterReading = { levelDbfs: -120, fraction: 0, isClipping: false };

/** The level of the open microphone, some ten times a second. */
export function useLevel(source: LevelSource | null): MeterReading {
  const [reading, setReading] = useState(SILENT);
  useEffect(() => {
    if (source === null) return;
    const meter = createLevelMeter();
    let last = 0;
    const stop = source.levels((frames) => {
      const next = meter.add(frames);
      if (performance.now() - last < 80) return;
      last = performance.now();
      setReading(next);
    });
    return () => {
      stop();
      setReading(SILENT);
    };
  }, [source]);
  return reading;
}
