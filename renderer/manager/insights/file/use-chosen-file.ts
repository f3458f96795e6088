import { useState } from 'react';
import { useManagerClient, type ManagerClient } from '../../manager-client.tsx';
import { problemOf, type Problem } from '../../problem.ts';

/** What a message between page and core carries, less the rest of the message. */
const MAX_BYTES = 700_000;

/** A CSV file as the core sees it. It lives in this page only, until another is chosen or the page is left. */
export interface ChosenFile extends Awaited<ReturnType<ManagerClient['insights']['inspectFile']>> {
  readonly name: string;
  readonly base64: string;
}

function toBase64(bytes: Uint8Array): string {
  // in pieces: an argument list has a limit
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** A file that somebody chooses, with its columns as the core reads them. */
export function useChosenFile(): {
  readonly file: ChosenFile | null;
  readonly problem: Problem | null;
  readonly isReading: boolean;
  readonly choose: (file: File) => Promise<void>;
} {
  const client = useManagerClient();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isReading, setReading] = useState(false);

  async function choose(chosen: File): Promise<void> {
    setReading(true);
    setProblem(null);
    setFile(null);
    try {
      if (chosen.size > MAX_BYTES) setProblem({ code: 'file_too_large', values: { limit: MAX_BYTES / 1000 } });
      else {
        const base64 = toBase64(new Uint8Array(await chosen.arrayBuffer()));
        setFile({ name: chosen.name, base64, ...(await client.insights.inspectFile({ file: base64 })) });
      }
    } catch (error) {
      setProblem(problemOf(error));
    }
    setReading(false);
  }

  return { file, problem, isReading, choose };
}
