const fs = require("fs");
const path = require("path");
const yaml = require("js-yaml");

module.exports = (config) => {
  const data = process.env.PEERS_DATA;
  const read = (name) => JSON.parse(fs.readFileSync(path.join(data, name), "utf8"));
  config.addGlobalData("words", () => read("words.json"));
  config.addGlobalData("theme", () => read("theme.json"));
  config.addGlobalData("plan", () => {
    const folder = path.join(data, "villages");
    return fs.readdirSync(folder).sort().flatMap((name) => {
      const text = fs.readFileSync(path.join(folder, name), "utf8");
      const village = name.endsWith(".json") ? JSON.parse(text) : yaml.load(text);
      return village.pages.map((view) => ({ village, view }));
    });
  });
  config.setQuietMode(true);
  return { dir: { input: "pages", output: process.env.PEERS_OUT } };
};
