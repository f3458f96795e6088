import { saveFile } from '#renderer/api/save-file.ts';

/** Hands the browser a file to keep: a value as JSON, laid out in lines. */
export function saveJson(name: string, content: unknown): void {
  saveFile(name, 'application/json', `${JSON.stringify(content, null, 2)}\n`);
}

/** Hands the browser a text to keep. */
export function saveText(name: string, text: string): void {
  saveFile(name, 'text/plain', text);
}
