import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: [".venv*/", "build/", "dist/", "book/_build/", "**/vendor/", "tests/artefacts/"] },
  js.configs.recommended,
  {
    rules: {
      complexity: ["error", 14],
      eqeqeq: "error",
      "max-len": [
        "error",
        {
          code: 120,
          ignoreComments: true,
          ignoreRegExpLiterals: true,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
        },
      ],
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["widgets/**/*.js", "tools/scorm/*.js", "benchmarks/*.js"],
    languageOptions: { globals: { ...globals.browser, Plotly: "readonly", qrcode: "readonly" } },
  },
  { files: ["benchmarks/*.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/js/*.js"], languageOptions: { globals: globals.node } },
];
