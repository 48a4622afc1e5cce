/** Writes a tree as nobody should: with any blanks, breaks, brackets and comments that the grammar lets stand. */
import type * as Tree from '../../../src/language/tree.ts';

/** Random numbers below a limit, the same ones for the same seed. */
export type Dice = (below: number) => number;

export function diceFrom(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

export function writeUntidily(
  declarations: readonly Tree.Declaration[],
  dice: Dice,
  comments = true,
): string {
  return new Untidy(dice, comments).file(declarations);
}

class Untidy {
  private count = 0;
  private readonly dice: Dice;

  private readonly comments: boolean;

  constructor(dice: Dice, comments: boolean) {
    this.dice = dice;
    this.comments = comments;
  }

  file(declarations: readonly Tree.Declaration[]): string {
    const all = declarations.map((node) => this.blanks() + this.declaration(node) + this.lineEnd());
    return `${this.lines()}${this.blanks()}cutover${this.blank()}1${this.lineEnd()}${all.join('')}${this.lines()}`;
  }

  private declaration(node: Tree.Declaration): string {
    if (node.kind === 'use') return this.words('use', this.text(node.path));
    const name = node.kind === 'plan' ? [] : [node.name.text];
    const title = node.title === undefined ? [] : [this.text(node.title)];
    return this.words(node.kind, ...name, ...title, this.block(node.body));
  }

  private block({ items }: Tree.BlockNode): string {
    if (items.length === 0 && this.dice(2) === 0) return `{${this.blanks()}}`;
    if (items.length === 1 && this.dice(3) === 0)
      return `{${this.blanks()}${this.item(items[0])}${this.blanks()}}`;
    const inner = items.map((item) => this.blanks() + this.item(item) + this.lineEnd());
    return `{${this.lineEnd()}${inner.join('')}${this.blanks()}}`;
  }

  private item(node: Tree.Item | undefined): string {
    switch (node?.kind) {
      case undefined:
        return '';
      case 'statement':
        return this.statement(node);
      case 'reading':
        return this.words(node.of, this.statement(node.statement));
      case 'block':
        return this.words(node.name.text, this.block(node.body));
      case 'param':
        return this.param(node);
      case 'let':
        return this.let(node);
      case 'when':
        return this.when(node);
      case 'for':
        return this.words(
          'for',
          node.name.text,
          'in',
          this.primary(node.list),
          this.block(node.body),
        );
      case 'require':
        return (
          this.words('require', this.condition(node.condition)) +
          this.going('else', this.text(node.otherwise))
        );
      case 'unit':
        return this.words(
          node.mode,
          this.text(node.title),
          ...(node.by ? ['by', node.by.text] : []),
          this.block(node.body),
        );
      case 'member':
        return this.member(node);
    }
  }

  private statement({ word, arguments: given, modifiers }: Tree.StatementNode): string {
    const head = this.words(word.text, ...given.map((one) => this.argument(one)));
    return head + modifiers.map((one) => this.modifier(one)).join('');
  }

  private argument({ label, value }: Tree.Argument): string {
    return label === undefined
      ? this.primary(value)
      : this.glued(label.text, ':', this.primary(value));
  }

  private modifier(node: Tree.Modifier): string {
    switch (node.kind) {
      case 'retry':
        return (
          this.going('retry', String(node.tries.value)) +
          (node.every ? this.going('every', node.every.text) : '')
        );
      case 'within':
        return this.going('within', node.limit.text);
      case 'as':
        return this.going(
          'as',
          node.type ? this.glued(node.name.text, ':', this.type(node.type)) : node.name.text,
        );
      case 'undo':
        return this.going('undo', this.block(node.body));
      case 'irreversible':
        return this.going('irreversible', this.text(node.because));
    }
  }

  private param({ rest, name, type, limit, value }: Tree.ParamNode): string {
    const head = this.words(rest ? 'rest' : 'param', this.glued(name.text, ':', this.type(type)));
    const range = limit === undefined ? [] : ['in', this.primary(limit)];
    const given = value === undefined ? [] : ['=', this.primary(value)];
    return this.words(head, ...range, ...given);
  }

  private let({ name, value, choice }: Tree.LetNode): string {
    const head = this.words('let', this.glued(name.text, '=', this.primary(value)));
    if (choice === undefined) return head;
    return (
      this.words(head, 'when', this.condition(choice.condition)) +
      this.going('else', this.primary(choice.otherwise))
    );
  }

  private when({ condition, body, otherwise }: Tree.WhenNode): string {
    const head = this.words('when', this.condition(condition), this.block(body));
    return otherwise === undefined ? head : head + this.going('else', this.block(otherwise));
  }

  private member({ group, pattern, script, with: given, accepts }: Tree.MemberNode): string {
    const head = this.words(...(group ? ['group'] : []), this.text(pattern), 'runs', script.text);
    const labels =
      given.length === 0 ? '' : this.going('with', ...given.map((one) => this.argument(one)));
    return head + labels + (accepts === undefined ? '' : this.going('accepts', this.text(accepts)));
  }

  private type({ name, of }: Tree.TypeNode): string {
    return of === undefined ? name.text : this.words(name.text, 'of', of.text);
  }

  private condition(node: Tree.Condition): string {
    switch (node.kind) {
      case 'logic':
        return node.tests
          .map((test) => this.bracketed(test, test.kind === 'logic'))
          .join(this.blank() + node.op + this.blank());
      case 'not':
        return this.words(
          'not',
          this.bracketed(node.test, node.test.kind === 'logic' || node.test.kind === 'not'),
        );
      case 'compare':
        return this.words(this.primary(node.left), node.op, this.primary(node.right));
      case 'holds':
        return this.primary(node.value);
    }
  }

  private bracketed(node: Tree.Condition, must: boolean): string {
    const inner = this.condition(node);
    if (!must && this.dice(3) > 0) return inner;
    return `(${this.gap()}${inner}${this.gap()})`;
  }

  private primary(node: Tree.Primary): string {
    switch (node.kind) {
      case 'text':
        return this.text(node);
      case 'integer':
      case 'boolean':
        return String(node.value);
      case 'reference':
        return node.field === undefined ? node.name.text : `${node.name.text}.${node.field.text}`;
      case 'list':
        return this.list(node);
      default:
        return node.text;
    }
  }

  private list({ items }: Tree.ListNode): string {
    const inner = items.map((item) => this.gap() + this.primary(item) + this.gap()).join(',');
    const comma = items.length > 0 && this.dice(3) === 0 ? ',' : '';
    return `[${inner}${comma}${this.gap()}]`;
  }

  private text({ parts, long }: Tree.TextNode): string {
    const written = parts
      .map((part) =>
        typeof part === 'string' ? this.literal(part, long) : `{${this.primary(part)}}`,
      )
      .join('');
    if (!long) return `"${written}"`;
    const indent = ' '.repeat(this.dice(6));
    return `"""${this.blanks()}\n${written
      .split('\n')
      .map((line) => indent + line)
      .join('\n')}"""`;
  }

  /** Nothing that could be taken for anything else is left as it is. */
  private literal(text: string, long: boolean): string {
    const all = [...text];
    return all
      .map((character, index) => {
        const edge = [all[index - 1], all[index + 1]].some(
          (other) => other === undefined || other === '\n',
        );
        if (character === '{') return '{{';
        if (character === '"' || character === '\\') return `\\${character}`;
        if (character === '\n') return long ? '\n' : '\\n';
        if (/^[!-~]$/.test(character) || (character === ' ' && !(long && edge))) return character;
        return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
      })
      .join('');
  }

  private words(...all: readonly string[]): string {
    return all.join(this.blank());
  }

  private glued(...all: readonly string[]): string {
    return all.join(this.blanks());
  }

  /** Something that may stand on the next line. */
  private going(...all: readonly string[]): string {
    return (this.dice(3) === 0 ? this.lineEnd() : '') + this.blank() + this.words(...all);
  }

  private gap(): string {
    return this.dice(6) === 0 ? this.lineEnd() : this.blanks();
  }

  private lineEnd(): string {
    return `${this.blanks()}${this.dice(6) === 0 ? this.comment() : ''}\n${this.dice(4) === 0 ? this.lines() : ''}`;
  }

  private lines(): string {
    const all = Array.from(
      { length: this.dice(4) },
      () => this.blanks() + (this.dice(2) === 0 ? this.comment() : ''),
    );
    return all.map((line) => `${line}\n`).join('');
  }

  private comment(): string {
    if (!this.comments) return '';
    this.count += 1;
    return `#${this.blanks()}c${String(this.count)} { " [ ${this.blanks()}`;
  }

  private blank(): string {
    return ' '.repeat(1 + this.dice(2) * this.dice(3));
  }

  private blanks(): string {
    return ' '.repeat(this.dice(3) * this.dice(2));
  }
}
