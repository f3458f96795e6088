import { chooseMimeType } from '#renderer/capture/recorder.ts';

export interface PracticeRecorder {
  /** The recording as a blob URL of this page's memory; revoke it when it is no longer played. Null when nothing came. */
  stop(): Promise<string | null>;
}

/** Records for playback only: nothing leaves the page's memory. */
export function startPracticeRecorder(stream: MediaStream): PracticeRecorder | null {
  const mimeType = chooseMimeType(stream.getVideoTracks().length > 0);
  if (mimeType === undefined || stream.getTracks().length === 0) return null;
  const recorder = new MediaRecorder(stream, { mimeType });
  const pieces: Blob[] = [];
  const stopped = Promise.withResolvers<string | null>();
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.addEventListener('stop', () => {
    const whole = new Blob(pieces, { type: recorder.mimeType });
    pieces.length = 0;
    stopped.resolve(whole.size > 0 ? URL.createObjectURL(whole) : null);
  });
  recorder.start();
  return {
    stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      return stopped.promise;
    },
  };
}
