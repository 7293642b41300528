import { announce } from './announcer.svelte.ts';
import { ask, Problem, send } from './client.ts';
import type { Answer, JobState } from './documents.ts';

/** Milliseconds between two looks at a job. */
const PACE = 400;

const pause = () => new Promise((resolve) => setTimeout(resolve, PACE));

/** Long work of the server that a page waits for: started, watched until it ends, stopped if wanted. */
export class Work {
  state: JobState | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  isRunning = $state(false);

  /** Starts a job and returns what it came to; nothing if it failed or was stopped, which is said. */
  async do<T>(url: string, body: Record<string, unknown>): Promise<Answer<T> | undefined> {
    this.problem = undefined;
    this.isRunning = true;
    try {
      const started = await send<JobState>('POST', url, body);
      this.state = started.data[0];
      return await this.watch<T>();
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem(0, String(error), '');
      announce(this.problem.message);
      return undefined;
    } finally {
      this.isRunning = false;
    }
  }

  async cancel(): Promise<void> {
    if (this.state) await send('DELETE', `/api/v1/jobs/${this.state.job}`);
  }

  private async watch<T>(): Promise<Answer<T> | undefined> {
    while (this.state?.status === 'queued' || this.state?.status === 'running') {
      await pause();
      const seen = await ask<JobState>(`/api/v1/jobs/${this.state.job}`);
      if (seen.data[0]?.stage !== this.state.stage) announce(seen.data[0]?.stage ?? '');
      this.state = seen.data[0];
    }
    const { status, error, result } = this.state ?? {};
    if (status !== 'done') {
      throw new Problem(0, error?.detail ?? `the work was ${status ?? 'lost'}`, error?.hint ?? '');
    }
    announce('done');
    return result ? ask<T>(result) : undefined;
  }
}
