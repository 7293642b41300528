/** What is read out by a screen reader when it changes; the shell holds the live region. */
export const spoken: { text: string } = $state({ text: '' });

export function announce(text: string): void {
  spoken.text = text;
}
