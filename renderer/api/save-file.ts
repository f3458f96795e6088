import { isInElectron } from './electron-carrier.ts';

/** Whether a page can give somebody a file: Electron's locked-down window downloads nothing (main/electron/lock-down.ts). */
export function canSaveFiles(): boolean {
  return !isInElectron();
}

/** Hands the browser a file to keep. Nothing leaves the machine. */
export function saveFile(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
