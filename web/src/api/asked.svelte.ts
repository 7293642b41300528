import { untrack } from 'svelte';
import { askAll, Problem } from './client.ts';
import type { Answer } from './documents.ts';
import { announce } from './announcer.svelte.ts';

/** A question to the server and what came of it. A new question takes the place of the one before. */
export class Asked<T> {
  answer: Answer<T> | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  isAsking = $state(false);
  private abort: AbortController | undefined;
  private url: string | undefined;
  private readonly what: string;

  /** `what` names the answer for those who hear it come: "leads". */
  constructor(what: string) {
    this.what = what;
  }

  get data(): T[] {
    return this.answer?.data ?? [];
  }

  get first(): T | undefined {
    return this.answer?.data[0];
  }

  get notices(): string[] {
    return this.answer?.notices ?? [];
  }

  /** Takes an answer that came with a change, in place of asking again. */
  take(answer: Answer<T>): void {
    this.answer = answer;
  }

  /**
   * Asks; nothing if the question is the same as before. `undefined` asks nothing and forgets.
   * Returns what takes the question back, for an effect whose page is left before the answer comes.
   */
  ask(url: string | undefined, again = false): () => void {
    return untrack(() => {
      if (url === this.url && !again) return () => undefined;
      this.abort?.abort();
      this.url = url;
      this.problem = undefined;
      this.isAsking = url !== undefined;
      if (url === undefined) {
        this.answer = undefined;
        return () => undefined;
      }
      const abort = new AbortController();
      this.abort = abort;
      void this.run(url, abort);
      return () => {
        if (this.abort !== abort || !this.isAsking) return;
        abort.abort();
        this.url = undefined;
        this.isAsking = false;
      };
    });
  }

  private async run(url: string, { signal }: AbortController): Promise<void> {
    // A page that is left in this very moment takes its question back first.
    await Promise.resolve();
    if (signal.aborted) return;
    try {
      const answer = await askAll<T>(url, signal);
      if (signal.aborted) return;
      this.answer = answer;
      announce(`${this.what}: ${answer.data.length} in the answer`);
    } catch (error) {
      if (signal.aborted) return;
      this.answer = undefined;
      this.problem = error instanceof Problem ? error : new Problem(0, String(error), '');
      announce(`${this.what}: ${this.problem.message}`);
    }
    this.isAsking = false;
  }
}
