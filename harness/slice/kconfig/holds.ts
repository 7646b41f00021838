// SPDX-License-Identifier: GPL-2.0-only

/** Parentheses and `!` around each other in one expression: what is deeper inside does not hold. */
const DEEPEST = 100;

/**
 * The value of an expression of symbols, `=`, `!=`, `<`, `!`, `&&`, `||` and parentheses; an empty one holds. What a
 * shell would have to say is no.
 *
 * @param values of the symbols that are on
 */
export function holds(expression: string, values: ReadonlyMap<string, string>): boolean {
  if (expression === "") return true;
  const tokens = tokenize(expression);
  let at = 0;
  let depth = 0;
  const valueIn = (token: string): string =>
    token.startsWith('"') || token.startsWith("'")
      ? token.slice(1, -1)
      : /^(?:y|m|n|0x[0-9a-fA-F]+|-?\d+)$/.test(token)
        ? token
        : token.startsWith("$")
          ? "n"
          : (values.get(token) ?? "n");
  const inside = (what: () => boolean): boolean => {
    if (depth === DEEPEST) return false;
    depth++;
    const value = what();
    depth--;
    return value;
  };
  const primary = (): boolean => {
    const token = tokens[at++] ?? "n";
    if (token === "!") return !inside(primary);
    if (token === "(") {
      const inner = inside(or);
      at++;
      return inner;
    }
    const left = valueIn(token);
    const operator = tokens[at];
    if (operator !== undefined && /^(?:=|!=|<=?|>=?)$/.test(operator)) {
      const right = valueIn(tokens[at + 1] ?? "n");
      at += 2;
      if (operator === "=") return left === right;
      if (operator === "!=") return left !== right;
      const [a, b] = [Number(left), Number(right)];
      return operator === "<" ? a < b : operator === "<=" ? a <= b : operator === ">" ? a > b : a >= b;
    }
    return left === "y" || left === "m";
  };
  const and = (): boolean => {
    let value = primary();
    while (tokens[at] === "&&") {
      at++;
      value = primary() && value;
    }
    return value;
  };
  const or = (): boolean => {
    let value = and();
    while (tokens[at] === "||") {
      at++;
      value = and() || value;
    }
    return value;
  };
  return or();
}

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  const pattern =
    /\s*(&&|\|\||!=|<=|>=|[!=<>()]|"(?:[^"\\]|\\.)*"|'[^']*'|\$\((?:[^()]|\([^()]*\))*\)|[^\s&|!=<>()"']+)/y;
  for (let match = pattern.exec(expression); match !== null; match = pattern.exec(expression))
    tokens.push(match[1]!);
  return tokens;
}
