package io.processmanager.cli.command;

import com.google.gson.JsonObject;
import io.processmanager.ports.inbound.Jobs;
import java.util.function.Supplier;

/**
 * What a command works with.
 *
 * @param jobs the jobs of a worker
 * @param console where it prints
 * @param format how it prints
 */
record Session(Jobs jobs, Console console, OutputFormat format) {

  /** Prints a result in the form that was asked for. */
  void print(Supplier<String> text, Supplier<JsonObject> json) {
    console.result(
        switch (format) {
          case text -> text.get();
          case json -> json.get().toString();
        });
  }
}
