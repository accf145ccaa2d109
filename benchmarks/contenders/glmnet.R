# An R process that fits glmnet when told to: one line on standard input, one line back.
#   versions | dense n p | sparse n p | fit share thresh type | folds share thresh type | write | errors
# Matrices come and coefficients leave as plain binary files in the folder given.

suppressPackageStartupMessages(library(glmnet))
folder <- commandArgs(trailingOnly = TRUE)[1]
place <- function(name) file.path(folder, paste0(name, ".bin"))
read_doubles <- function(name) readBin(place(name), "double", file.size(place(name)) / 8)
read_integers <- function(name) readBin(place(name), "integer", file.size(place(name)) / 4)
write_values <- function(values, name) writeBin(values, place(name))

take <- function(kind, n, p) {
  y <<- read_doubles("y")
  X <<- if (kind == "dense") {
    matrix(read_doubles("x"), n, p)
  } else {
    new("dgCMatrix", Dim = c(n, p), p = read_integers("p"), i = read_integers("i"),
        x = read_doubles("x"))
  }
  invisible(gc())
}

# Nothing stops the path early: neither the deviance explained nor its growth.
fit <- function(call, share, thresh, type, ...) {
  glmnet.control(fdev = 0, devmax = 1)
  alphas <- read_doubles("alphas")
  before <- proc.time()
  began <- Sys.time()
  result <- call(X, y, alpha = as.numeric(share), lambda = alphas, standardize = FALSE,
                 thresh = as.numeric(thresh), maxit = 1e9, type.gaussian = type, ...)
  seconds <- as.numeric(difftime(Sys.time(), began, units = "secs"))
  spent <- proc.time() - before
  list(result = result, times = c(format(seconds, digits = 9), sum(spent[c(1, 2)])))
}

write_fit <- function(model) {
  write_values(model$beta@x, "coef_x")
  write_values(model$beta@i, "coef_i")
  write_values(model$beta@p, "coef_p")
  write_values(as.numeric(model$a0), "intercepts")
  dim(model$beta)
}

obey <- function(words) {
  order <- words[1]
  if (order == "versions") {
    c(paste(R.version$major, R.version$minor, sep = "."), as.character(packageVersion("glmnet")))
  } else if (order %in% c("dense", "sparse")) {
    take(order, as.integer(words[2]), as.integer(words[3]))
    c()
  } else if (order == "fit") {
    last <<- fit(glmnet, words[2], words[3], words[4])
    last$times
  } else if (order == "folds") {
    groups <- read_integers("folds")
    last <<- fit(cv.glmnet, words[2], words[3], words[4], foldid = groups)
    last$times
  } else if (order == "write") {
    write_fit(last$result)
  } else if (order == "errors") {
    write_values(last$result$cvm, "errors")
    c()
  }
}

orders <- file("stdin", "r")
while (length(line <- readLines(orders, 1)) > 0) {
  answer <- tryCatch(c("ok", obey(strsplit(line, " ")[[1]])),
                     error = function(e) c("error", conditionMessage(e)))
  cat(gsub("\n", " ", paste(answer, collapse = " ")), "\n", sep = "")
}
