/** Lets the browser save a file, as if it had been downloaded. */
export function saveFile(content: Blob | string, name: string, type: string): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it once the click is over; the rest of the page need not keep it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
