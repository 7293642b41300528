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
  private url = '';
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

  /** Asks; nothing if the question is the same as before. `undefined` asks nothing and forgets. */
  ask(url: string | undefined, again = false): void {
    untrack(() => void this.run(url, again));
  }

  private async run(url: string | undefined, again: boolean): Promise<void> {
    if (url === this.url && !again) return;
    this.abort?.abort();
    this.url = url ?? '';
    this.problem = undefined;
    if (url === undefined) {
      this.answer = undefined;
      this.isAsking = false;
      return;
    }
    const abort = new AbortController();
    this.abort = abort;
    this.isAsking = true;
    try {
      const answer = await askAll<T>(url, abort.signal);
      if (abort.signal.aborted) return;
      this.answer = answer;
      announce(`${this.what}: ${answer.data.length} in the answer`);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.answer = undefined;
      this.problem = error instanceof Problem ? error : new Problem(0, String(error), '');
      announce(`${this.what}: ${this.problem.message}`);
    }
    this.isAsking = false;
  }
}
