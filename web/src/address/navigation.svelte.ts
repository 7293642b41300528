import { addressOf, changed, parseAddress, type View } from './address.ts';

/** Where the reader is. Follows the address bar; pages write it with `show` only. */
class Navigation {
  view: View = $state.raw(parseAddress(new URL(location.href)));

  constructor() {
    addEventListener('popstate', () => {
      this.view = parseAddress(new URL(location.href));
    });
    // Links inside the pages change the view without loading everything anew.
    addEventListener('click', (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
      const isPlain =
        event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!link || !isPlain || event.defaultPrevented || link.hasAttribute('download')) return;
      const url = new URL(link.href);
      const isPage = url.origin === location.origin && !/^\/(api|docs)\b/.test(url.pathname);
      if (!isPage || link.getAttribute('href')?.startsWith('#')) return;
      event.preventDefault();
      this.open(url);
    });
  }

  private open(url: URL): void {
    const isOtherPage = url.pathname !== location.pathname;
    history.pushState(null, '', url);
    this.view = parseAddress(url);
    if (isOtherPage && url.hash === '') {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    }
  }

  /** Shows another view and leaves the one before in the browser's history. */
  show(view: View): void {
    this.open(new URL(addressOf(view), location.origin));
  }

  /** Changes the view. `replace` leaves no step in the history: for steps of a slider. */
  change(change: { [K in keyof View]?: View[K] | undefined }, replace = false): void {
    const view = changed(this.view, change);
    if (!replace) {
      this.show(view);
      return;
    }
    history.replaceState(null, '', addressOf(view));
    this.view = view;
  }
}

export const navigation = new Navigation();
