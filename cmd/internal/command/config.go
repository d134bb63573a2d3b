package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
)

func (a *app) configCommand() *cli.Command {
	flags := []cli.Flag{&cli.BoolFlag{Name: "origin", Usage: "also say where each value comes from"}}
	show := a.verb("show", "", "every setting of an environment, secrets hidden", flags, a.configShow)
	return &cli.Command{
		Name: "config", Category: "set up", Usage: "look at the configuration",
		Flags: globalFlags(), Subcommands: []*cli.Command{show}, Action: cli.ShowSubcommandHelp,
	}
}

func (a *app) configShow(_ context.Context, o options) error {
	env, err := a.environmentsOf(o, reading)
	if err != nil {
		return err
	}
	settings := env.to.Origins()
	connection, err := env.to.Connection(a.Lookup)
	if err != nil {
		return err
	}
	for _, w := range connection.Warnings {
		a.say("warning: %s", w)
	}
	settings = append(settings, connection.Settings()...)
	shown := settingsOf(settings, o.Origin || o.JSON)
	if o.JSON {
		return ui.JSON(a.io.Out, ui.NewSettingsDocument(shown))
	}
	return ui.ConfigTable(a.io.Out, shown, a.io.TableWidth())
}

func settingsOf(settings []config.Setting, origin bool) []ui.Setting {
	out := make([]ui.Setting, len(settings))
	for i, s := range settings {
		out[i] = ui.Setting{Key: s.Key, Value: s.Value}
		if origin {
			out[i].Origin = s.Origin
		}
	}
	return out
}
