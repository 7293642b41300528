import { navigation } from '../address/navigation.svelte.ts';
import { known } from './known.svelte.ts';
import type { Run } from './documents.ts';

/** What the pages ask about: the words of the address, and where it has none, those of the run. */
class Question {
  /** The run that is shown: the one of the address, else the latest about the destination asked for. */
  readonly run: Run | undefined = $derived.by(() => {
    const { run, to } = navigation.view;
    const runs = known.runs.data;
    if (run !== undefined) return runs.find((each) => each.run === run);
    return runs.filter((each) => to === undefined || each.to === to).at(-1);
  });
  /** The goods of the latest run of all, if no run answers the question. */
  readonly goods: string | undefined = $derived(
    navigation.view.goods ?? this.run?.goods ?? known.runs.data.at(-1)?.goods,
  );
  readonly to: string | undefined = $derived(navigation.view.to ?? this.run?.to);
}

export const question = new Question();
