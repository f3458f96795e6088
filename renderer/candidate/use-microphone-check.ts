import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckReport } from '#shared/session.ts';
import { LEVEL_FRAME_MS, type LevelFrame } from '#renderer/capture/level-frame.ts';
import { judgeNoise, judgeVoice, type NoiseVerdict, type VoiceVerdict } from '#renderer/capture/level-meter.ts';
import type { LevelSource } from './handset-levels.ts';

/** `quiet`: the room is measured; `voice`: a sentence is awaited; `heard`: there is a verdict to go on with. */
export type MicrophoneCheck =
  | { readonly step: 'waiting' }
  | { readonly step: 'quiet' }
  | { readonly step: 'voice'; readonly noise: NoiseVerdict; readonly isLong: boolean }
  | { readonly step: 'heard'; readonly noise: NoiseVerdict; readonly voice: VoiceVerdict };

const QUIET_FRAMES = 3_000 / LEVEL_FRAME_MS;
/** The last seconds of speech that are judged. */
const VOICE_FRAMES = 6_000 / LEVEL_FRAME_MS;
/** From the first voice, this much is listened to before a verdict. */
const LISTEN_FRAMES = 2_500 / LEVEL_FRAME_MS;
/** Nobody was heard for this long: say what to do. */
const LONG_FRAMES = 10_000 / LEVEL_FRAME_MS;

/** One check as a function of level frames; pure but for the frames it keeps. */
export function createMicrophoneCheck(): (frames: readonly LevelFrame[]) => MicrophoneCheck {
  const quiet: LevelFrame[] = [];
  let voice: LevelFrame[] = [];
  let noise: NoiseVerdict | null = null;
  let waited = 0;
  let listened = 0;
  let result: MicrophoneCheck = { step: 'quiet' };
  return (frames) => {
    if (result.step === 'heard') return result;
    if (noise === null) {
      quiet.push(...frames);
      if (quiet.length < QUIET_FRAMES) return result;
      noise = judgeNoise(quiet);
    } else {
      voice = [...voice, ...frames].slice(-VOICE_FRAMES);
      waited += frames.length;
    }
    const verdict = judgeVoice(voice, noise.floorDbfs);
    listened = verdict.verdict === 'silent' ? 0 : listened + frames.length;
    result =
      listened >= LISTEN_FRAMES
        ? { step: 'heard', noise, voice: verdict }
        : { step: 'voice', noise, isLong: waited > LONG_FRAMES };
    return result;
  };
}

const WAITING: MicrophoneCheck = { step: 'waiting' };
const QUIET: MicrophoneCheck = { step: 'quiet' };

/** Listens to the open microphone: first to the room, then to the candidate. `again` starts over. */
export function useMicrophoneCheck(source: LevelSource | null) {
  const [check, setCheck] = useState(QUIET);
  const running = useRef<ReturnType<typeof createMicrophoneCheck> | null>(null);
  useEffect(() => {
    if (source === null) return undefined;
    running.current = null;
    return source.levels((frames) => {
      running.current ??= createMicrophoneCheck();
      setCheck(running.current(frames));
    });
  }, [source]);
  const again = useCallback(() => {
    running.current = null;
    setCheck(QUIET);
  }, []);
  return { check: source === null ? WAITING : check, again };
}

/** What the core is told; null while there is nothing that could be passed. */
export function checkReport(check: MicrophoneCheck, hasCamera: boolean): CheckReport | null {
  if (check.step !== 'heard') return null;
  return {
    camera: hasCamera ? 'ok' : 'missing',
    microphone: check.voice.verdict,
    speechDbfs: check.voice.activeDbfs ?? null,
    noiseDbfs: check.noise.floorDbfs,
  };
}
