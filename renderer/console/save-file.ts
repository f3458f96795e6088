/** Hands the browser a file to keep: a value as JSON, laid out in lines. */
export function saveJson(name: string, content: unknown): void {
  save(name, 'application/json', `${JSON.stringify(content, null, 2)}\n`);
}

/** Hands the browser a text to keep. */
export function saveText(name: string, text: string): void {
  save(name, 'text/plain', text);
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
