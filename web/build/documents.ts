import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Marked, type Tokens } from 'marked';
import type { Plugin } from 'vite';

const FOLDERS = ['methods', 'howto', 'data', 'cases'];

/** Returns the anchor that a heading gets: small letters and digits, joined by hyphens. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[`*_]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** Returns the ids of the documents below `docs`: "methods/leads", "howto/read_a_lead", … */
export function documentIds(docs: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(docs, folder))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => `${folder}/${name.slice(0, -'.md'.length)}`),
  );
}

/** Returns the anchors of a document's headings. */
export function anchorsOf(docs: string, id: string): string[] {
  const text = readFileSync(join(docs, `${id}.md`), 'utf8');
  return [...text.matchAll(/^#{1,4} (.*)$/gm)].map((match) => anchorOf(match[1] ?? ''));
}

/** Returns where a link of document `id` leads among the pages; nothing if it leads out of them. */
function pageOf(href: string, id: string, known: ReadonlySet<string>): string | undefined {
  const [path = '', hash] = href.split('#');
  const anchor = hash === undefined ? '' : `#${anchorOf(hash)}`;
  if (path === '') return `/help/${id}${anchor}`;
  const target = normalize(join(dirname(id), path)).replace(/\.md$/, '');
  return known.has(target) ? `/help/${target}${anchor}` : undefined;
}

/** Returns a document as HTML: headings with anchors, links to other documents as links to pages. */
export function htmlOf(docs: string, id: string): string {
  const known = new Set(documentIds(docs));
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, raw }: Tokens.Heading) {
        const anchor = anchorOf(raw.replace(/^#+ /, '').trim());
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const text = this.parser.parseInline(tokens);
        const page = href.includes('://') ? undefined : pageOf(href, id, known);
        // A link out of the pages would need a network, or a file that only the sources have.
        return page === undefined ? text : `<a href="${page}">${text}</a>`;
      },
      // What is wider than the page is scrolled, also by keyboard.
      table(token: Tokens.Table) {
        const cell = (tag: string, tokens: Tokens.TableCell[]) =>
          tokens.map((each) => `<${tag}>${this.parser.parseInline(each.tokens)}</${tag}>`).join('');
        const body = token.rows.map((row) => `<tr>${cell('td', row)}</tr>`).join('\n');
        return (
          `<div class="wide" tabindex="0" role="region" aria-label="table"><table>` +
          `<thead><tr>${cell('th', token.header)}</tr></thead><tbody>${body}</tbody></table></div>\n`
        );
      },
      code({ text }: Tokens.Code) {
        const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
        return `<pre tabindex="0"><code>${escaped}</code></pre>\n`;
      },
    },
  });
  return marked.parse(readFileSync(join(docs, `${id}.md`), 'utf8'), { async: false });
}

/** Returns the first heading of a document. */
function titleOf(docs: string, id: string): string {
  const text = readFileSync(join(docs, `${id}.md`), 'utf8');
  return /^# (.*)$/m.exec(text)?.[1] ?? id;
}

/**
 * Gives the modules `virtual:documents` (all ids and titles) and `virtual:document/<id>` (one
 * document's HTML, loaded when it is opened).
 */
export function documents(docs: string): Plugin {
  const prefix = 'virtual:document';
  return {
    name: 'portolan-documents',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const ids = documentIds(docs);
      if (id === '\0virtual:documents') {
        const entries = ids.map((each) => {
          const title = JSON.stringify(titleOf(docs, each));
          return `{ id: '${each}', title: ${title}, load: () => import('virtual:document/${each}') }`;
        });
        return `export default [${entries.join(',\n')}];`;
      }
      const document = id.slice(`\0${prefix}/`.length);
      this.addWatchFile(join(docs, `${document}.md`));
      return `export default ${JSON.stringify(htmlOf(docs, document))};`;
    },
  };
}
