/** Languages and their rules for plural forms, as gettext 0.21 suggests them (plural-table.c), in its order. */
const rules: readonly (readonly [rule: string, languages: string])[] = [
  ["nplurals=1; plural=0;", "ja=Japanese, vi=Vietnamese, ko=Korean"],
  [
    "nplurals=2; plural=(n != 1);",
    "en=English, de=German, nl=Dutch, sv=Swedish, da=Danish, no=Norwegian, nb=Norwegian Bokmal, nn=Norwegian Nynorsk, fo=Faroese, es=Spanish, pt=Portuguese, it=Italian, bg=Bulgarian, el=Greek, fi=Finnish, et=Estonian, he=Hebrew, eo=Esperanto, hu=Hungarian, tr=Turkish",
  ],
  ["nplurals=2; plural=(n > 1);", "pt_BR=Brazilian, fr=French"],
  ["nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);", "lv=Latvian"],
  ["nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;", "ga=Irish"],
  ["nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2;", "ro=Romanian"],
  ["nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);", "lt=Lithuanian"],
  [
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ru=Russian, uk=Ukrainian, be=Belarusian, sr=Serbian, hr=Croatian",
  ],
  ["nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;", "cs=Czech, sk=Slovak"],
  ["nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);", "pl=Polish"],
  ["nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);", "sl=Slovenian"],
];

const table = rules.flatMap(([rule, languages]) =>
  languages.split(", ").map((one) => {
    const [code, name] = one.split("=") as [string, string];
    return { code, name, rule };
  }),
);

/** What to write, for the language that a header names; "" where it is not known. */
export function pluralHelp(header: string): string {
  const code = /Language: ([^ \t\n]+)/.exec(header)?.[1];
  const team = /Language-Team: (.*)/s.exec(header)?.[1];
  const found =
    table.find((entry) => entry.code === code) ?? table.find((entry) => team?.startsWith(entry.name) === true);
  if (found === undefined) return "";
  return `Try using the following, valid for ${found.name}:\n"Plural-Forms: ${found.rule}\\n"\n`;
}
